/**
 * What pages and programs see of the local chain: reads, and transactions that carry their own
 * signature. The chain itself obeys whoever reaches it, so nothing else passes.
 *
 * @module
 */
import { Agent, createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'

import { loopback } from './ports.ts'
import { isForThis, isWelcome, type Visitors } from './visitors.ts'

/** Nothing here changes the chain, reveals a key or costs more than a read does. */
const methods: ReadonlySet<unknown> = new Set([
  'eth_blockNumber',
  'eth_call',
  'eth_chainId',
  'eth_createAccessList',
  'eth_estimateGas',
  'eth_feeHistory',
  // Completes a transaction; it is not signed by that.
  'eth_fillTransaction',
  'eth_gasPrice',
  'eth_getBalance',
  'eth_getBlockByHash',
  'eth_getBlockByNumber',
  'eth_getBlockReceipts',
  'eth_getBlockTransactionCountByHash',
  'eth_getBlockTransactionCountByNumber',
  'eth_getCode',
  'eth_getLogs',
  'eth_getProof',
  'eth_getStorageAt',
  'eth_getTransactionByBlockHashAndIndex',
  'eth_getTransactionByBlockNumberAndIndex',
  'eth_getTransactionByHash',
  'eth_getTransactionCount',
  'eth_getTransactionReceipt',
  'eth_maxPriorityFeePerGas',
  'eth_sendRawTransaction',
  'eth_syncing',
  'net_version',
  'web3_clientVersion',
])

/** A deployed contract is 24 KiB; a library of them fits. */
const bodyBytesMax = 1024 * 1024
/** Libraries put some tens of calls together. */
const callsMax = 100
/** The chain is on this machine: it answers at once or not at all. */
const answerMsMax = 30_000
/** Open to the chain at once; further calls wait. */
const socketsMax = 16

/** Where the chain itself listens. */
export type Endpoint = { readonly host: string; readonly port: number }

/** One call of the chain, as it came. */
export type Call = {
  readonly jsonrpc: '2.0'
  readonly id: unknown
  readonly method: string
  readonly params: unknown
}

/** Asks the chain itself, past the filter; the body of its answer. */
export function ask(endpoint: Endpoint, call: Call, agent?: Agent): Promise<string> {
  const body = JSON.stringify(call)
  return new Promise((resolve, reject) => {
    // Not `fetch`: the chain listens where no browser goes, and `fetch` keeps to that, too.
    const sent = request(
      {
        ...endpoint,
        agent: agent ?? false,
        method: 'POST',
        headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) },
        timeout: answerMsMax,
      },
      (response) => {
        readBody(response, Infinity).then((text) => resolve(text ?? ''), reject)
      },
    )
    sent.once('timeout', () => sent.destroy(new Error('The chain does not answer.')))
    sent.once('error', reject)
    sent.end(body)
  })
}

/** The whole body; nothing if it is longer than it may be. */
async function readBody(message: IncomingMessage, bytesMax: number): Promise<string | undefined> {
  const chunks: Buffer[] = []
  let length = 0
  // Whoever sends too much is still told so.
  const read = message.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>
  for await (const chunk of read) {
    length += chunk.length
    if (length > bytesMax) return undefined
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString()
}

const failed = (id: unknown, code: number, message: string): string =>
  JSON.stringify({ jsonrpc: '2.0', id: id ?? null, error: { code, message } })

/** Answers one call of a body. What is passed on is written anew: no reader of it sees another call. */
async function answerOne(item: unknown, endpoint: Endpoint, agent: Agent): Promise<string> {
  const isObject = typeof item === 'object' && item !== null && !Array.isArray(item)
  if (!isObject) return failed(null, -32_600, 'This is no call.')
  const { id, method, params } = item as Partial<Call>
  if (typeof method !== 'string' || !methods.has(method))
    return failed(id, -32_601, 'parley up lets reads and eth_sendRawTransaction through.')
  return ask(endpoint, { jsonrpc: '2.0', id: id ?? null, method, params: params ?? [] }, agent)
}

async function answerBody(text: string, endpoint: Endpoint, agent: Agent): Promise<string> {
  let body: unknown
  try {
    body = JSON.parse(text)
  } catch {
    return failed(null, -32_700, 'This is no JSON.')
  }
  if (!Array.isArray(body)) return answerOne(body, endpoint, agent)
  if (body.length === 0 || body.length > callsMax)
    return failed(null, -32_600, `A batch holds 1 to ${callsMax} calls.`)
  const answers = await Promise.all(body.map((item) => answerOne(item, endpoint, agent)))
  return `[${answers.join(',')}]`
}

function respond(
  response: ServerResponse,
  status: number,
  body: string,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', ...headers })
  response.end(body)
}

/** What lets an allowed page read the answer. */
function grantTo({ headers }: IncomingMessage): Readonly<Record<string, string>> {
  const vary = { vary: 'origin' }
  if (headers.origin === undefined) return vary
  return { ...vary, 'access-control-allow-origin': headers.origin }
}

async function handle(
  request: IncomingMessage,
  response: ServerResponse,
  options: { endpoint: Endpoint; visitors: Visitors; agent: Agent },
): Promise<void> {
  const { endpoint, visitors, agent } = options
  if (!isForThis(request, visitors) || !isWelcome(request, visitors))
    return respond(response, 403, 'Pages use this chain if: parley up --allow-origin ORIGIN\n')
  const granted = grantTo(request)
  if (request.method === 'OPTIONS')
    return respond(response, 204, '', {
      ...granted,
      'access-control-allow-methods': 'POST',
      'access-control-allow-headers': 'content-type',
      'access-control-allow-private-network': 'true',
    })
  if (request.method !== 'POST')
    return respond(response, 405, 'POST a call.\n', { allow: 'POST, OPTIONS' })
  // Browsers ask before they send this type to another origin.
  if (!/^application\/json\b/i.test(request.headers['content-type'] ?? ''))
    return respond(response, 415, 'Calls are application/json.\n')
  const text = await readBody(request, bodyBytesMax)
  if (text === undefined)
    return respond(response, 413, 'Too large.\n', { ...granted, connection: 'close' })
  const answer = await answerBody(text, endpoint, agent).catch(() => undefined)
  if (answer === undefined) return respond(response, 502, 'The chain does not answer.\n', granted)
  respond(response, 200, answer, { ...granted, 'content-type': 'application/json' })
}

/** Serves the filtered chain at a port of this machine. */
export async function serveFilter(options: {
  readonly port: number
  readonly endpoint: Endpoint
  readonly visitors: Visitors
}): Promise<{ url: string; close: () => Promise<void> }> {
  const agent = new Agent({ keepAlive: true, maxSockets: socketsMax })
  const server = createServer((request, response) => {
    handle(request, response, { ...options, agent }).catch(() => response.destroy())
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port, loopback, resolve)
  })
  return {
    url: `http://${loopback}:${options.port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
        agent.destroy()
      }),
  }
}
