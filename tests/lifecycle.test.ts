import { spawn } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

import { afterAll, beforeAll, expect, test } from 'vitest'

import { eventually, TestNetwork } from './harness.ts'

let network: TestNetwork
beforeAll(async () => {
  network = await TestNetwork.start()
})
afterAll(() => network?.[Symbol.asyncDispose]())

/** How many clients are linked to all nodes together. */
async function linksAtNodes(): Promise<number> {
  let links = 0
  for (const { url, home } of network.ready.nodes) {
    const token = (await readFile(path.join(home, 'metrics.token'), 'utf8')).trim()
    const metrics = new URL('/metrics', url.replace(/^ws/, 'http'))
    const response = await fetch(metrics, { headers: { authorization: `Bearer ${token}` } })
    links += Number(/^parley_links (\d+)$/m.exec(await response.text())![1])
  }
  return links
}

/** Runs a life to its end: how long the process was there after it was done. */
function live(name: string): Promise<{ exitCode: number | null; afterMs: number; said: string }> {
  const script = fileURLToPath(new URL('lifecycle/clientProcess.ts', import.meta.url))
  const args = ['--conditions=source', '--disable-warning=ExperimentalWarning', script]
  const child = spawn(process.execPath, [...args, name, network.ready.network, network.newHome()])
  let said = ''
  let doneAt = Infinity
  child.stderr.on('data', (text: Buffer) => (said += text.toString()))
  child.stdout.on('data', (text: Buffer) => {
    if (text.toString().includes('done')) doneAt = performance.now()
  })
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (exitCode) =>
      resolve({ exitCode, afterMs: performance.now() - doneAt, said }),
    )
  })
}

/** Lives, each with how long its process may be there after its end. */
const lives: [string, number][] = [
  ['direct links cannot be made', 1000],
  ['the wallet refuses', 1000],
  ['closed at once, or a little later', 1000],
  ['closed while everything waits', 1000],
  ['the nodes take connections and are silent', 1000],
  // libp2p looks once more at its own addresses, a second after the last of them is gone.
  ['closed with direct links, also while they are opened', 2000],
]

test.each(lives)('behavior: nothing stays open: %s', async (name, msMax) => {
  const { exitCode, afterMs, said } = await live(name)
  expect(said).toBe('')
  expect(exitCode).toBe(0)
  expect(afterMs).toBeLessThan(msMax)
  await eventually(async () => ((await linksAtNodes()) === 0 ? true : undefined))
})
