import { parseArgs } from 'node:util'
import { coreCrypto } from './coreCrypto.ts'
import type { Client, Engine, Suite } from './Engine.ts'
import { parley, parleyNoble } from './parley.ts'
import { tsMls } from './tsMls.ts'

/**
 * The same group on each library, one after the other: the filling members are the same key
 * packages for all, the measured ones run on the library. Times are medians of the repeats, in
 * milliseconds; sizes are bytes.
 */
const rows = [
  'key package',
  'create',
  'add all',
  'add all: commit bytes',
  'add all: welcome bytes',
  'join, fresh tree',
  'empty commit, fresh tree',
  'empty commit, fresh tree: bytes',
  'process it',
  'empty commit, later',
  'add one',
  'process add one',
  'join, after churn',
  'encrypt, per second',
  'decrypt, per second',
  'message bytes (300 sent)',
  'state bytes',
] as const
type Row = (typeof rows)[number]
type Result = Partial<Record<Row, number>>

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b).at(Math.floor(values.length / 2))!
}

async function measure(
  engine: Engine,
  suite: Suite,
  size: number,
  offset: number,
): Promise<Result> {
  const result: Result = {}
  const times = new Map<Row, number[]>()
  const timed = async <T>(row: Row, run: () => Promise<T>): Promise<T> => {
    const started = performance.now()
    const value = await run()
    const list = times.get(row) ?? []
    times.set(row, [...list, performance.now() - started])
    return value
  }
  let index = offset
  const client = (): Promise<Client> => engine.client(index++, suite)
  const filler = async (): Promise<Uint8Array> => (await parley.client(index++, suite)).keyPackage()
  const [alice, bob, late] = [await client(), await client(), await client()]
  await timed('create', () => alice.create(Uint8Array.of(offset & 0xff, offset >> 8)))
  const keyPackages = [await timed('key package', () => bob.keyPackage())]
  while (keyPackages.length < size - 1) keyPackages.push(await filler())
  const all = await timed('add all', () => alice.add(keyPackages))
  result['add all: commit bytes'] = all.commit.length
  result['add all: welcome bytes'] = all.welcome.length
  await timed('join, fresh tree', () => bob.join(all.welcome))
  const empty = await timed('empty commit, fresh tree', () => alice.update())
  result['empty commit, fresh tree: bytes'] = empty.length
  await timed('process it', () => bob.receive(empty))
  for (let round = 0; round < 3; round++) {
    const other = await timed('empty commit, later', () => bob.update())
    await alice.receive(other)
    const own = await timed('empty commit, later', () => alice.update())
    await bob.receive(own)
  }
  for (let round = 0; round < 4; round++) {
    const keyPackage = round === 3 ? await late.keyPackage() : await filler()
    const added = await timed('add one', () => alice.add([keyPackage]))
    await timed('process add one', () => bob.receive(added.commit))
    if (round === 3) await timed('join, after churn', () => late.join(added.welcome))
  }
  const plaintext = new Uint8Array(300)
  const count = 300
  const messages: Uint8Array[] = []
  let started = performance.now()
  for (let i = 0; i < count; i++) messages.push(await alice.send(plaintext))
  result['encrypt, per second'] = (count * 1000) / (performance.now() - started)
  started = performance.now()
  for (const message of messages) await bob.receive(message)
  result['decrypt, per second'] = (count * 1000) / (performance.now() - started)
  result['message bytes (300 sent)'] = messages.at(0)!.length
  const stateBytes = bob.stateBytes()
  if (stateBytes !== undefined) result['state bytes'] = stateBytes
  for (const [row, list] of times) result[row] = median(list)
  return result
}

function print(title: string, names: readonly string[], results: readonly Result[]): void {
  console.log(`\n### ${title}\n`)
  console.log(`| | ${names.join(' | ')} |`)
  console.log(`|---|${names.map(() => '---:|').join('')}`)
  for (const row of rows) {
    const cells = results.map((result) => {
      const value = result[row]
      if (value === undefined) return '–'
      return value >= 100 || row.includes('bytes') ? value.toFixed(0) : value.toFixed(2)
    })
    console.log(`| ${row} | ${cells.join(' | ')} |`)
  }
}

const { values } = parseArgs({
  options: {
    sizes: { type: 'string', default: '2,100,1000' },
    suites: { type: 'string', default: 'x25519,xwing' },
    engines: { type: 'string', default: 'parley,noble,ts-mls,core-crypto' },
    repeats: { type: 'string', default: '3' },
  },
})
const known = new Map<string, Engine>([
  ['parley', parley],
  ['noble', parleyNoble],
  ['ts-mls', tsMls],
  ['core-crypto', coreCrypto],
])
const engines = values.engines.split(',').flatMap((name) => known.get(name) ?? [])
let offset = 0
for (const engine of engines) await measure(engine, 'x25519', 8, (offset += 20))
for (const suite of values.suites.split(',') as Suite[])
  for (const size of values.sizes.split(',').map(Number)) {
    const able = engines.filter((engine) => engine.suites.includes(suite))
    const results = new Map<Engine, Result[]>()
    // Repeats go round the engines, so that a busy moment of the machine hits all alike.
    const repeats = size >= 1000 ? 1 : Number(values.repeats)
    for (let repeat = 0; repeat < repeats; repeat++)
      for (const engine of able) {
        offset += size + 20
        const list = results.get(engine) ?? []
        results.set(engine, [...list, await measure(engine, suite, size, offset)])
      }
    const merged = able.map((engine) => {
      const list = results.get(engine)!
      const entries = rows.flatMap((row) => {
        const found = list.flatMap((result) => result[row] ?? [])
        return found.length === 0 ? [] : [[row, median(found)] as const]
      })
      return Object.fromEntries(entries)
    })
    print(
      `${suite}, ${size} members`,
      able.map(({ name }) => name),
      merged,
    )
  }
process.exit(0)
