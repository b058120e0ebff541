/**
 * The ports of a local network: one block, so that one number moves them all.
 *
 * @module
 */
import { randomInt } from 'node:crypto'
import { createServer } from 'node:net'

import { CliError } from '../CliError.ts'

/** The address everything binds: a local network is for its own machine. */
export const loopback = '127.0.0.1'

/** Where a network's ports begin unless told otherwise. */
export const basePortDefault = 4400

/** Below what systems hand out for outgoing connections, so that a stopped node finds its port free. */
const freeBases = { min: 10_000, max: 30_000, attempts: 200 }

/** Which port is whose. */
export type Ports = {
  /** Clients' links, `/readyz` and `/metrics`, by node. */
  readonly link: readonly number[]
  /** Links between nodes, by node. */
  readonly peer: readonly number[]
  readonly chain: number
  readonly web: number
}

/** For `n` nodes: `base…` for clients' links, then as many between nodes, then chain and web app. */
export function portsFrom(base: number, nodes: number): Ports {
  const block = (start: number): number[] => Array.from({ length: nodes }, (_, i) => start + i)
  return {
    link: block(base),
    peer: block(base + nodes),
    chain: base + 2 * nodes,
    web: base + 2 * nodes + 1,
  }
}

function named(ports: Ports): [port: number, owner: string][] {
  return [
    ...ports.link.map((port, i): [number, string] => [port, `node-${i + 1}`]),
    ...ports.peer.map((port, i): [number, string] => [port, `node-${i + 1}’s peers`]),
    [ports.chain, 'the chain'],
    [ports.web, 'the web app'],
  ]
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE' || error.code === 'EACCES') resolve(false)
      else reject(error)
    })
    server.listen({ host: loopback, port, exclusive: true }, () => {
      server.close(() => {
        resolve(true)
      })
    })
  })
}

/**
 * Looks at every port before anything is started.
 *
 * @throws CliError `port_in_use`, naming the port
 */
export async function assertFree(ports: Ports): Promise<void> {
  for (const [port, owner] of named(ports))
    if (!(await isFree(port)))
      throw new CliError(
        'port_in_use',
        `Port ${port}, meant for ${owner}, is taken. Choose another block: parley up --port BASE`,
      )
}

/** A base whose whole block is free. */
export async function findFreeBase(nodes: number): Promise<number> {
  for (let attempt = 0; attempt < freeBases.attempts; attempt++) {
    const base = randomInt(freeBases.min, freeBases.max)
    const block = named(portsFrom(base, nodes)).map(([port]) => isFree(port))
    if ((await Promise.all(block)).every(Boolean)) return base
  }
  throw new CliError('port_in_use', 'No block of free ports was found.')
}
