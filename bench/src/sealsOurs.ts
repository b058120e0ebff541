/** Two wallets' devices that end epochs of their group: at the same moment, and who lost alone. */
import { globalHost, memoryStore } from '@parley/client'
import { Network } from '@parley/protocol'

import { duel } from '../../packages/client/test/duel.ts'
import { Rival } from '../../packages/client/test/rival.ts'
import { newSigner } from './newSigner.ts'

/** Until a device had the seal, and until a quorum had it, in milliseconds. */
type Times = { sealed: number[]; open: number[] }
export type SealTimes = { alone: Times; contested: Times }

const { file, rounds } = JSON.parse(process.argv[2]!) as { file: Network.File; rounds: number }
const host = globalHost()
const members = await Network.read(host.crypto, file)
const onFault = (fault: object): never => {
  throw new Error(`An honest node was named: ${JSON.stringify(fault)}`)
}
const newRival = (): Promise<Rival> =>
  Rival.start({ host, members, signer: newSigner(), store: memoryStore(), onFault })
const [alice, bob] = await Promise.all([newRival(), newRival()])
await alice.invite(bob.account)
await bob.group
const warm = 20
const times: SealTimes = { alone: { sealed: [], open: [] }, contested: { sealed: [], open: [] } }
for (let round = 0; round < rounds + warm; round++) {
  const slots = await duel([alice, bob])
  if (round < warm) continue
  for (const slot of slots) {
    const kind = slot.rivals === 1 ? times.alone : times.contested
    for (const { sealedMs, openMs } of slot.times) {
      kind.sealed.push(sealedMs)
      kind.open.push(openMs)
    }
  }
}
console.log(JSON.stringify(times))
process.exit(0)
