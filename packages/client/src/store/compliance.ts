import type { Store } from './Store.ts'

/** The parts of a test framework that the suite uses; vitest's fit. */
type Framework = {
  readonly test: (name: string, run: () => Promise<void>) => void
  readonly expect: (value: unknown) => { toEqual: (other: unknown) => void }
}

/**
 * What every store must do, as tests. For authors of engines.
 *
 * @param open opens one more handle on the database called `name`, as another tab or process would
 */
export function runStoreCompliance(
  framework: Framework,
  open: (name: string) => Promise<Store>,
): void {
  const { test, expect } = framework
  let counter = 0
  const fresh = (): string => `compliance-${counter++}`
  const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values)
  const plain = (value: Uint8Array | undefined): number[] | undefined => value && [...value]
  const keysOf = async (
    store: Store,
    prefix: string,
    options?: Parameters<Store['list']>[1],
  ): Promise<string[]> => (await store.list(prefix, options)).map((entry) => entry.key)

  test('what was written is read, also after reopening', async () => {
    const name = fresh()
    const first = await open(name)
    await first.write([
      { key: 'a/x', value: bytes(1, 2, 3) },
      { key: 'empty', value: bytes() },
    ])
    expect(plain(await first.get('a/x'))).toEqual([1, 2, 3])
    expect(plain(await first.get('empty'))).toEqual([])
    expect(await first.get('a')).toEqual(undefined)
    const second = await open(name)
    await first.close()
    expect(plain(await second.get('a/x'))).toEqual([1, 2, 3])
    await second.write([{ key: 'a/x', value: undefined }])
    expect(await second.get('a/x')).toEqual(undefined)
    await second.close()
  })

  test('lists are ordered, bounded, and confined to their prefix', async () => {
    const store = await open(fresh())
    await store.write(
      ['m/c/#0003/c', 'm/c/#0001/a', 'm/c/#0002/b', 'm/d/#0001/z', 'mm/c/#0009/y'].map((key) => ({
        key,
        value: bytes(key.length),
      })),
    )
    const all = ['m/c/#0001/a', 'm/c/#0002/b', 'm/c/#0003/c']
    expect(await keysOf(store, 'm/c/')).toEqual(all)
    expect(await keysOf(store, 'm/c/', { reverse: true, limit: 2 })).toEqual([
      'm/c/#0003/c',
      'm/c/#0002/b',
    ])
    expect(await keysOf(store, 'm/c/', { before: 'm/c/#0003/c' })).toEqual(all.slice(0, 2))
    expect(await keysOf(store, 'm/c/', { before: 'm/c/#0002/b', reverse: true })).toEqual([
      'm/c/#0001/a',
    ])
    expect(await keysOf(store, 'none/')).toEqual([])
    await store.close()
  })

  test('exclusive runs alone across handles, and goes on after a failure', async () => {
    const name = fresh()
    const handles = [await open(name), await open(name)]
    let inside = 0
    let most = 0
    const add = async (store: Store): Promise<void> => {
      inside++
      most = Math.max(most, inside)
      const held = (await store.get('counter')) ?? bytes(0)
      await store.write([{ key: 'counter', value: bytes(held[0]! + 1) }])
      inside--
    }
    await Promise.all(
      Array.from({ length: 20 }, (_, i) => {
        const store = handles[i % 2]!
        return store.exclusive(() => add(store))
      }),
    )
    expect(most).toEqual(1)
    expect(plain(await handles[0]!.get('counter'))).toEqual([20])
    const failed = await handles[0]!
      .exclusive(() => Promise.reject(new Error('on purpose')))
      .catch((error: Error) => error.message)
    expect(failed).toEqual('on purpose')
    expect(await handles[1]!.exclusive(async () => 'free')).toEqual('free')
    for (const store of handles) await store.close()
  })

  test('no write is lost by handles that hold what they read in memory', async () => {
    const name = fresh()
    const handles = [await open(name), await open(name)]
    // As a client does: what was read is kept, unless somebody else has written since.
    const count = async (store: Store): Promise<void> => {
      let held: number | undefined
      for (let i = 0; i < 100; i++)
        await store.exclusive(async () => {
          if (await store.changedElsewhere()) held = undefined
          held ??= new DataView((await store.get('counter'))?.slice().buffer ?? empty).getUint32(0)
          const next = new Uint8Array(4)
          new DataView(next.buffer).setUint32(0, ++held)
          await store.write([{ key: 'counter', value: next }])
        })
    }
    const empty = new ArrayBuffer(4)
    await Promise.all(handles.map(count))
    expect(plain(await handles[0]!.get('counter'))).toEqual([0, 0, 0, 200])
    for (const store of handles) await store.close()
  })

  test('a write of another handle is noticed, an own one is not', async () => {
    const name = fresh()
    const mine = await open(name)
    const other = await open(name)
    await mine.changedElsewhere()
    await mine.write([{ key: 'a', value: bytes(1) }])
    expect(await mine.changedElsewhere()).toEqual(false)
    const told = new Promise<void>((resolve) => mine.onChangeElsewhere(resolve))
    await other.write([{ key: 'a', value: bytes(2) }])
    await told
    expect(await mine.changedElsewhere()).toEqual(true)
    expect(await mine.changedElsewhere()).toEqual(false)
    await mine.close()
    await other.close()
  })
}
