/**
 * The Parley network node.
 *
 * @module
 */
export * as Config from './config.ts'
export { Core, type CoreOptions } from './core.ts'
export { initNode, KeyFileError, loadKeys, type NodeKeys } from './home.ts'
export { type NodeHost, systemHost } from './host.ts'
export { PortInUseError, type Readiness } from './http.ts'
export * as Limits from './limits.ts'
export { runNode } from './main.ts'
export { type Metrics, noMetrics } from './metrics.ts'
export { createNode, type Node, NotAMemberError } from './node.ts'
export { fileRegistry, fixedRegistry, type Registry } from './registry.ts'
export * as compliance from './store/compliance.ts'
export { memoryStore } from './store/memory.ts'
export { sqliteStore } from './store/sqlite.ts'
export { type Store, StoreError } from './store/Store.ts'
