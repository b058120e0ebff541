import { seeded } from '@parley/codec/attack'
import { coreCrypto } from './coreCrypto.ts'
import type { Client, Engine, Suite } from './Engine.ts'
import { parley, parleyNoble, parleyPublic } from './parley.ts'
import { tsMls } from './tsMls.ts'

/** ts-mls 1.6.4 refuses valid trees with unmerged leaves; a run ends where it does. */
const tsMlsDefect = 'non-blank intermediate node must list leaf node in its unmerged_leaves'

/**
 * Groups whose members run on different libraries: random adds, removals and updates by random
 * members. After every commit each member sends a message that all the others must read.
 */
async function mixed(
  engines: readonly Engine[],
  suite: Suite,
  seed: number,
  steps: number,
): Promise<string> {
  const random = seeded(seed)
  let count = 0
  const engineOf = new Map<Client, Engine>()
  const newClient = async (): Promise<Client> => {
    const engine = engines.at(count % engines.length)!
    const client = await engine.client(count++, suite)
    engineOf.set(client, engine)
    return client
  }
  const say = (client: Client): string => engineOf.get(client)!.name
  const first = await newClient()
  await first.create(Uint8Array.of(seed, 1, 2, 3))
  let members = [first]
  let messages = 0
  const tell = async (from: Client, message: Uint8Array): Promise<void> => {
    for (const member of members)
      if (member !== from)
        try {
          await member.receive(message)
        } catch (cause) {
          throw new Error(`${say(member)} refuses a commit of ${say(from)}`, { cause })
        }
  }
  for (let step = 0; step < steps; step++) {
    const committer = members.at(random(members.length))!
    const kind = step < 2 ? 0 : random(4)
    if (kind <= 1 && members.length < 12) {
      const joiners = [await newClient(), ...(random(2) ? [await newClient()] : [])]
      const keyPackages: Uint8Array[] = []
      for (const joiner of joiners) keyPackages.push(await joiner.keyPackage())
      const { commit, welcome } = await committer.add(keyPackages)
      await tell(committer, commit)
      for (const joiner of joiners)
        try {
          await joiner.join(welcome)
        } catch (cause) {
          if (String(cause).includes(tsMlsDefect))
            return `${step} commits, then ${tsMls.name}'s defect`
          throw new Error(`${say(joiner)} cannot join by ${say(committer)}`, { cause })
        }
      members.push(...joiners)
    } else if (kind === 2 && members.length > 3) {
      const gone = members.filter((member) => member !== committer).at(random(members.length - 1))!
      const commit = await committer.remove(gone.identity)
      members = members.filter((member) => member !== gone)
      await tell(committer, commit)
    } else await tell(committer, await committer.update())
    for (const speaker of members) {
      const plaintext = Uint8Array.of(step, random(256))
      const message = await speaker.send(plaintext)
      for (const listener of members)
        if (listener !== speaker) {
          const heard = await listener.receive(message)
          if (heard === undefined || Buffer.compare(heard, plaintext) !== 0)
            throw new Error(`${say(listener)} does not read ${say(speaker)}`)
          messages++
        }
    }
  }
  return `${steps} commits, ${count} clients, ${messages} messages read`
}

const runs: { engines: Engine[]; suites: Suite[]; steps: number }[] = [
  { engines: [parleyPublic, coreCrypto], suites: ['x25519', 'p256', 'chacha'], steps: 25 },
  // The first makes the group.
  { engines: [coreCrypto, parleyPublic], suites: ['x25519', 'p256'], steps: 25 },
  { engines: [tsMls, parley], suites: ['x25519'], steps: 12 },
  { engines: [parley, tsMls], suites: ['x25519'], steps: 12 },
  { engines: [parleyNoble, tsMls], suites: ['x25519'], steps: 12 },
]

for (const { engines, suites, steps } of runs)
  for (const suite of suites)
    for (const seed of [1, 2, 3]) {
      const name = `${engines.map((engine) => engine.name).join(' + ')}, ${suite}, seed ${seed}`
      try {
        console.log(`${name}: ${await mixed(engines, suite, seed, steps)}`)
      } catch (error) {
        process.exitCode = 1
        console.error(`${name}: FAILED`, error)
      }
    }
