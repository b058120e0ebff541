/**
 * A local network whose members stand in a file that its authority signs.
 *
 * @module
 */
import { randomBytes } from 'node:crypto'
import path from 'node:path'

import { Authority, Bytes, Crypto, Network } from '@parley/protocol'

import * as NetworkHome from './NetworkHome.ts'

async function authorityOf(home: string): Promise<Crypto.KeyPair> {
  const file = path.join(home, 'authority.json')
  const stored = (await NetworkHome.readJson(file)) as
    | { publicKey: string; secretKey: string }
    | undefined
  if (stored !== undefined)
    return {
      publicKey: Bytes.fromHex(stored.publicKey),
      secretKey: Bytes.fromHex(stored.secretKey),
    }
  const made = Crypto.deriveKeyPair(randomBytes(32), 'network authority')
  await NetworkHome.writeJson(file, {
    publicKey: Bytes.toHex(made.publicKey),
    secretKey: Bytes.toHex(made.secretKey),
  })
  return made
}

/** The same members at other addresses; `undefined` if they are others. */
function readdressed(
  before: Network.Content,
  nodes: readonly Authority.Newcomer[],
): Network.Content | undefined {
  const isSame = ({ publicKey }: Authority.Newcomer, i: number): boolean =>
    Bytes.equal(publicKey, before.nodes[i]?.publicKey ?? new Uint8Array())
  return before.nodes.length === nodes.length && nodes.every(isSame)
    ? { ...before, nodes: before.nodes.map((node, i) => ({ ...node, ...nodes[i]! })) }
    : undefined
}

/** Signs a newer network file if anything in it changed. */
export async function prepareFile(
  home: string,
  nodes: readonly NetworkHome.LocalNode[],
): Promise<void> {
  const networkFile = NetworkHome.networkFileOf(home)
  const authority = await authorityOf(home)
  const file = await NetworkHome.readJson(networkFile)
  const before = file === undefined ? undefined : await Network.contentOf(Crypto.pure, file)
  const listed = nodes.map(({ keyPair: { publicKey }, url, peer }) => ({
    publicKey,
    url,
    peer,
    boxKey: undefined,
  }))
  const content =
    (before && readdressed(before, listed)) ??
    Authority.begin({
      name: 'local',
      authority: authority.publicKey,
      nodes: listed,
      entropy: new Uint8Array(randomBytes(32)),
      now: Date.now(),
    })
  const revision = (before?.revision ?? 0) + 1
  if (JSON.stringify(content.nodes) !== JSON.stringify(before?.nodes))
    await NetworkHome.writeJson(
      networkFile,
      await Network.sign(Crypto.pure, { ...content, revision }, authority),
    )
  for (const node of nodes) await NetworkHome.configure(node, { network: '../network.json' })
}
