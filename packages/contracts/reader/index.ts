/**
 * Reads a registry contract over JSON-RPC, all of a state at one block.
 *
 * @module
 */
export { registryReader, type RegistryReader, type RegistrySource } from './reader.ts'
export type { RegistryHead, RegistryNode, RegistryParameters, RegistryState } from './state.ts'
