/** The node's version, as its package states it. */
export const nodeVersion = '0.1.0'
