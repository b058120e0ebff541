/**
 * What operators and joining clients ask over HTTP: is it alive, is it ready and if not why, its
 * metrics, and the signed network file.
 *
 * @module
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'

import { Bytes, Errors } from '@parley/protocol'

import type { Confirmed, Welcomed } from './core.ts'

/** Whether a node is ready, and what is missing if not. */
export type Readiness = { readonly ready: boolean; readonly reasons: readonly string[] }

export type HttpOptions = {
  /** Open connections, clients' links included. */
  connectionsMax: number
  readiness: () => Readiness
  networkFile: () => string
  confirmation: () => Promise<Confirmed | undefined>
  /** The node's word that it is itself, of 32 bytes that whoever asks has chosen. */
  welcome: (nonce: Uint8Array) => Promise<Welcomed>
  metrics: () => Promise<{ readonly contentType: string; readonly text: string }>
  /** Metrics are for the operator: `loopback` answers this machine only. */
  metricsFor: 'loopback' | 'everyone' | 'nobody'
}

/** Half-open requests hold memory: no request here takes longer than these. */
const timeouts = {
  headersTimeout: 5_000,
  requestTimeout: 10_000,
  keepAliveTimeout: 5_000,
  connectionsCheckingInterval: 1_000,
}

const loopback = /^(127\.|::1$|::ffff:127\.)/

/** A server that does not listen yet. */
export function httpServer(options: HttpOptions): Server {
  const answer = async (request: IncomingMessage): Promise<[number, string, string]> => {
    const json = (status: number, value: unknown): [number, string, string] => [
      status,
      'application/json',
      JSON.stringify(value),
    ]
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://node')
    if (request.method !== 'GET') return json(405, { error: { code: 'method_not_allowed' } })
    if (pathname === '/livez') return json(200, { live: true })
    if (pathname === '/readyz') {
      const readiness = options.readiness()
      return json(readiness.ready ? 200 : 503, readiness)
    }
    if (pathname === '/confirmation') {
      const confirmed = await options.confirmation()
      if (confirmed === undefined) return json(404, { error: { code: 'not_confirmed' } })
      const { id, turn, serial, signature } = confirmed
      const [idHex, signatureHex] = [id, signature].map(Bytes.toHex)
      return json(200, { id: idHex, turn, serial, signature: signatureHex })
    }
    if (pathname === '/welcome') {
      const nonce = searchParams.get('nonce') ?? ''
      if (!/^[0-9a-f]{64}$/.test(nonce)) return json(400, { error: { code: 'bad_request' } })
      const { challenge, time, serial, signature } = await options.welcome(Bytes.fromHex(nonce))
      const [challengeHex, signatureHex] = [challenge, signature].map(Bytes.toHex)
      return json(200, { challenge: challengeHex, time, serial, signature: signatureHex })
    }
    if (pathname === '/network.json') return [200, 'application/json', options.networkFile()]
    const seesMetrics =
      options.metricsFor === 'everyone' ||
      (options.metricsFor === 'loopback' && loopback.test(request.socket.remoteAddress ?? ''))
    if (pathname === '/metrics' && seesMetrics) {
      const { contentType, text } = await options.metrics()
      return [200, contentType, text]
    }
    return json(404, { error: { code: 'not_found' } })
  }
  const respond = (request: IncomingMessage, response: ServerResponse): void => {
    answer(request)
      .catch((): [number, string, string] => [500, 'application/json', '{}'])
      .then(([status, type, body]) => {
        // A web app from anywhere may look: nothing here is secret or changes anything.
        response.writeHead(status, {
          'content-type': type,
          'access-control-allow-origin': '*',
          'cache-control': 'no-store',
        })
        response.end(body)
      })
      .catch(() => response.destroy())
  }
  const server = createServer(timeouts, respond)
  server.maxConnections = options.connectionsMax
  return server
}

/** Thrown when a port is taken. */
export class PortInUseError extends Errors.BaseError {
  override name = 'Node.PortInUseError'
  readonly port: number
  constructor(port: number) {
    super(`Port ${port} is in use.`, {
      code: 'port_in_use',
      details: 'Another program listens there; stop it or choose another port.',
    })
    this.port = port
  }
}

/**
 * Listens.
 *
 * @returns the port, which the system chose if `port` is 0
 * @throws PortInUseError
 */
export async function listen(server: Server, host: string, port: number): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(error.code === 'EADDRINUSE' ? new PortInUseError(port) : error),
    )
    server.listen(port, host, resolve)
  })
  return (server.address() as { port: number }).port
}
