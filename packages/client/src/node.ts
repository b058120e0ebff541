/**
 * What Node adds: a store on disk.
 *
 * @module
 */
export { sqliteStore } from './store/sqlite.ts'
