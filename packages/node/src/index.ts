export { memoryStore } from './store/memory.ts'
export { sqliteStore } from './store/sqlite.ts'
