/**
 * A local network whose members stand in a file that its authority signs.
 *
 * @module
 */
import { randomBytes } from 'node:crypto'
import path from 'node:path'

import { Bytes, Crypto, Network } from '@parley/protocol'

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

/** Whether two network files name the same members at the same places. */
function sameMembers(a: Network.File, b: Network.File): boolean {
  return JSON.stringify(a.nodes) === JSON.stringify(b.nodes) && a.replicas === b.replicas
}

/** Signs a new version of the network file if anything in it changed. */
export async function prepareFile(
  home: string,
  nodes: readonly NetworkHome.LocalNode[],
): Promise<void> {
  const networkFile = NetworkHome.networkFileOf(home)
  const authority = await authorityOf(home)
  const before = (await NetworkHome.readJson(networkFile)) as Network.File | undefined
  const content: Network.Content = {
    name: 'local',
    version: (before?.version ?? 0) + 1,
    settled: 1,
    replicas: Math.min(NetworkHome.replicasDefault, nodes.length),
    authority: authority.publicKey,
    nodes: nodes.map(({ keyPair: { publicKey }, url, peer }) => ({
      publicKey,
      url,
      peer,
      since: 1,
      until: 0,
    })),
  }
  const file = await Network.sign(Crypto.pure, content, authority)
  if (before === undefined || !sameMembers(before, file))
    await NetworkHome.writeJson(networkFile, file)
  for (const node of nodes) await NetworkHome.configure(node, { network: '../network.json' })
}
