/**
 * Whether a node answers at its URL, with its key: asked before a bond is posted for it.
 *
 * @module
 */
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'

import { Config, type NodeKeys } from '@parley/node'
import { Bytes, Crypto, Handshake, type Statement } from '@parley/protocol'

import { CliError } from '../CliError.ts'
import { httpUrl, readAnswer } from './confirmations.ts'

/** A node that takes longer would be no good member. */
const answerMsMax = 5_000

/** Who is asked for, and where. */
export type Asked = {
  readonly keys: NodeKeys
  readonly home: string
  readonly url: string
  /** The network's id. */
  readonly network: Uint8Array
}

/**
 * Refuses a URL at which the node does not answer with its key. A node that does not run yet is
 * stood in for: what listens here for a moment is what the URL must lead to.
 *
 * @throws CliError `node_unreachable`
 */
export async function assertReachable(asked: Asked): Promise<void> {
  const server = await standIn(asked)
  try {
    await assertAnswers(asked)
  } finally {
    server?.close()
    server?.closeAllConnections()
  }
}

/** Asks at the URL. */
async function assertAnswers({ keys, url, network }: Asked): Promise<void> {
  const unreachable = (details: string, cause?: unknown): CliError =>
    new CliError('node_unreachable', `${url}: ${details}`, cause)
  const nonce = new Uint8Array(randomBytes(32))
  let answer: Partial<Record<'challenge' | 'signature', string>> & {
    serial?: number
    time?: number
  }
  try {
    const response = await fetch(httpUrl({ url }, `/welcome?nonce=${Bytes.toHex(nonce)}`), {
      signal: AbortSignal.timeout(answerMsMax),
      redirect: 'error',
    })
    if (!response.ok) throw new Error(`HTTP status ${response.status}`)
    answer = (await readAnswer(response)) as typeof answer
  } catch (error) {
    throw unreachable(
      'nothing answers there. Check name, port and what stands before it; behind a proxy, set "port" in node.json.',
      error,
    )
  }
  const isOwn = await isSigned({ keys, network, nonce }, answer).catch(() => false)
  if (!isOwn) throw unreachable('what answers there is another node, or none.')
}

async function isSigned(
  { keys, network, nonce }: Pick<Asked, 'keys' | 'network'> & { nonce: Uint8Array },
  answer: Partial<Record<'challenge' | 'signature', string>> & { serial?: number; time?: number },
): Promise<boolean> {
  const { challenge = '', signature = '', serial = -1, time = -1 } = answer
  const said = { nonce, challenge: Bytes.fromHex(challenge), time }
  const signed = { serial, signature: Bytes.fromHex(signature) }
  const author = { network, id: keys.id, publicKey: keys.keyPair.publicKey }
  return Handshake.verifyWelcome(Crypto.pure, said, signed, author)
}

/** Answers for the node where it would; `undefined` if something listens there already. */
async function standIn({ keys, home, url, network }: Asked): Promise<Server | undefined> {
  const { host, port } = await Config.load(['--home', home], {})
  const signer = { network, id: keys.id, keyPair: keys.keyPair, serial: () => 0 }
  const server = createServer((request, response) => {
    void answerOf(request.url ?? '', signer).then(
      (text) => response.end(text),
      () => response.writeHead(400).end(),
    )
  })
  const listening = once(server, 'listening')
  server.listen(port ?? portOf(url), host)
  try {
    await listening
    return server
  } catch {
    return undefined
  }
}

async function answerOf(path: string, signer: Statement.Signer): Promise<string> {
  const nonce = Bytes.fromHex(new URL(path, 'http://node').searchParams.get('nonce') ?? '')
  const said = { nonce, challenge: new Uint8Array(randomBytes(32)), time: Date.now() }
  const { serial, signature } = await Handshake.signWelcome(Crypto.pure, said, signer)
  const { challenge, time } = said
  return JSON.stringify({
    challenge: Bytes.toHex(challenge),
    time,
    serial,
    signature: Bytes.toHex(signature),
  })
}

function portOf(url: string): number {
  const { port, protocol } = new URL(url)
  return Number(port) || (protocol === 'wss:' ? 443 : 80)
}
