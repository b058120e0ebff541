import { spawn } from 'node:child_process'
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

import { expect, test } from 'vitest'

import { TestNetwork } from './harness.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const networkUrl = 'http://127.0.0.1:4400/network.json'

/** The program in the README, as its reader would save it. */
async function program(): Promise<string> {
  const readme = await readFile(path.join(root, 'README.md'), 'utf8')
  return /^```js\n([\s\S]*?)^```$/m.exec(readme)![1]!
}

test('the README’s program greets over a real network', async () => {
  const source = await program()
  expect(source.trim().split('\n').filter(Boolean)).toHaveLength(10)
  expect(source).toContain(networkUrl)

  await using network = await TestNetwork.start()
  const own = `${network.ready.nodes[0]!.url.replace('ws', 'http')}/network.json`
  // Where the workspace's packages are found, as they would be in a project that installed them.
  const folder = path.join(root, 'node_modules', '.cache', 'parley-readme')
  const file = path.join(folder, 'hello.mjs')
  await mkdir(folder, { recursive: true })
  await writeFile(file, source.replace(networkUrl, own))
  const hello = spawn(process.execPath, ['--conditions=source', file], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const said: string[] = []
  for await (const line of createInterface({ input: hello.stdout })) {
    said.push(line)
    if (said.includes('stored') && said.some((text) => text.endsWith('says gm'))) hello.kill()
  }
  await rm(folder, { recursive: true })
  expect(said).toContain('stored')
  expect(said).toContainEqual(expect.stringMatching(/^eip155:1:0x[0-9a-fA-F]{40} says gm$/))
})
