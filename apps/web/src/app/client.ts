/**
 * The part of the SDK that makes clients, in a chunk of its own: the welcome does without.
 *
 * @module
 */
export { createClient } from '@parley/client'
