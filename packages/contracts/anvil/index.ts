/**
 * Chains for tests.
 *
 * @module
 */
export { type Anvil, type Hardfork, startAnvil } from './Anvil.ts'
export { Endpoint } from './Endpoint.ts'
export { type Registrant, TestChain } from './TestChain.ts'
