/**
 * What operators and joining clients ask over HTTP: is it alive, is it ready and if not why, its
 * metrics, and the signed network file.
 *
 * @module
 */
import { timingSafeEqual } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { isIP } from 'node:net'

import { Bytes, Errors, type Host } from '@parley/protocol'

import type { Confirmed } from './core.ts'

/** Whether a node is ready, and what is missing if not. */
export type Readiness = { readonly ready: boolean; readonly reasons: readonly string[] }

export type HttpOptions = {
  log: Host.Log
  clock: Host.Clock
  /** Open connections, clients' links included. */
  connectionsMax: number
  readiness: () => Readiness
  networkFile: () => string
  confirmation: () => Promise<Confirmed | undefined>
  metrics: () => Promise<{ readonly contentType: string; readonly text: string }>
  /** Who shows it reads the metrics. */
  metricsToken: string
  /** Names that the node is asked for by, in lower case, beside IP addresses and `localhost`. */
  names: () => readonly string[]
}

/** Half-open requests hold memory: no request here takes longer than these. */
const timeouts = {
  headersTimeout: 5_000,
  requestTimeout: 10_000,
  keepAliveTimeout: 5_000,
  connectionsCheckingInterval: 1_000,
  /** No client here sends more than a browser's headers. */
  maxHeaderSize: 8 * 1024,
}

/** An answer that costs something is computed once in so long, however many ask. */
const keptMs = 1_000

type Answer = {
  readonly status: number
  readonly body: string
  readonly type?: string
  readonly headers?: Readonly<Record<string, string>>
}

/** What is asked for at a path. */
type Page = {
  /** Everyone: pages of any origin read it too. Operators: whoever asks this node by its own name. */
  readonly for: 'everyone' | 'operators'
  readonly answer: (request: IncomingMessage) => Answer | Promise<Answer>
}

/** What a refusal over HTTP says, beside its status. */
type HttpCode =
  | 'foreign_origin'
  | 'internal'
  | 'method_not_allowed'
  | 'not_confirmed'
  | 'not_found'
  | 'unauthenticated'

const json = (status: number, value: unknown): Answer => ({ status, body: JSON.stringify(value) })
const refusal = (status: number, code: HttpCode, headers = {}): Answer => ({
  ...json(status, { error: { code } }),
  headers,
})

/** The host that a `Host` header or an authority names, without its port. */
const hostOf = (authority: string): string => authority.replace(/:\d{1,5}$/, '').toLowerCase()

/**
 * Whether a request was meant for this node and comes from no page of another origin: a page may
 * have its own name resolve to this machine, and reads what answers then.
 */
function isForThis(request: IncomingMessage, names: readonly string[]): boolean {
  const { host = '', origin } = request.headers
  const name = hostOf(host)
  const isOwn =
    name === 'localhost' || names.includes(name) || isIP(name.replace(/^\[|\]$/g, '')) !== 0
  return (
    isOwn && (origin === undefined || origin === `http://${host}` || origin === `https://${host}`)
  )
}

function hasToken(request: IncomingMessage, token: string): boolean {
  const shown = Buffer.from(request.headers.authorization ?? '')
  const expected = Buffer.from(`Bearer ${token}`)
  return shown.length === expected.length && timingSafeEqual(shown, expected)
}

/** `work`, done anew when what it gave is older than `keptMs`. */
function kept<T>(clock: Host.Clock, work: () => Promise<T>): () => Promise<T> {
  let last: { at: number; value: Promise<T> } | undefined
  return () => {
    const now = clock.now()
    if (last === undefined || now - last.at >= keptMs) last = { at: now, value: work() }
    return last.value
  }
}

function pagesOf(options: HttpOptions): ReadonlyMap<string, Page> {
  const { clock, readiness, networkFile, metrics, metricsToken } = options
  const confirmation = kept(clock, async () => {
    const confirmed = await options.confirmation()
    if (confirmed === undefined) return refusal(404, 'not_confirmed')
    const { id, network, version, signature } = confirmed
    const [idHex, networkHex, signatureHex] = [id, network, signature].map(Bytes.toHex)
    return json(200, { id: idHex, network: networkHex, version, signature: signatureHex })
  })
  const figures = kept(clock, async () => {
    const { contentType, text } = await metrics()
    return { status: 200, body: text, type: contentType }
  })
  const ready = (): Answer => {
    const value = readiness()
    return json(value.ready ? 200 : 503, value)
  }
  const measured = (request: IncomingMessage): Answer | Promise<Answer> =>
    hasToken(request, metricsToken)
      ? figures()
      : refusal(401, 'unauthenticated', { 'www-authenticate': 'Bearer' })
  return new Map<string, Page>([
    ['/livez', { for: 'operators', answer: () => json(200, { live: true }) }],
    ['/readyz', { for: 'operators', answer: ready }],
    ['/metrics', { for: 'operators', answer: measured }],
    ['/confirmation', { for: 'operators', answer: confirmation }],
    ['/network.json', { for: 'everyone', answer: () => ({ status: 200, body: networkFile() }) }],
  ])
}

/** A server that does not listen yet. */
export function httpServer(options: HttpOptions): Server {
  const pages = pagesOf(options)
  const answer = async (request: IncomingMessage): Promise<Answer> => {
    // As text: a target need be no URL.
    const page = pages.get((request.url ?? '').split('?', 1)[0]!)
    if (page === undefined) return refusal(404, 'not_found')
    if (page.for === 'operators' && !isForThis(request, options.names()))
      return refusal(403, 'foreign_origin')
    if (request.method !== 'GET' && request.method !== 'HEAD')
      return refusal(405, 'method_not_allowed', { allow: 'GET, HEAD' })
    const given = await page.answer(request)
    if (page.for === 'operators') return given
    // A web app from anywhere may look: nothing here is secret or changes anything.
    return { ...given, headers: { ...given.headers, 'access-control-allow-origin': '*' } }
  }
  const respond = (request: IncomingMessage, response: ServerResponse): void => {
    answer(request)
      .catch((error: unknown): Answer => {
        options.log.error({ err: error }, 'request failed')
        return refusal(500, 'internal')
      })
      .then(({ status, body, type = 'application/json', headers }) => {
        response.writeHead(status, {
          'content-type': type,
          'content-length': Buffer.byteLength(body),
          'cache-control': 'no-store',
          ...headers,
        })
        response.end(request.method === 'HEAD' ? undefined : body)
      })
      .catch(() => response.destroy())
  }
  const server = createServer(timeouts, respond)
  server.maxConnections = options.connectionsMax
  server.maxHeadersCount = 64
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
