import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'

import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import { findFreeBase } from './ports.ts'
import { serveWeb } from './web.ts'

let folder: string
let server: Awaited<ReturnType<typeof serveWeb>>

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'parley-web-'))
  const app = path.join(folder, 'app')
  await mkdir(path.join(app, 'assets'), { recursive: true })
  await writeFile(path.join(app, 'index.html'), '<title>Parley</title>')
  await writeFile(path.join(app, 'assets', 'main-1a2b.js'), 'export {}')
  await writeFile(path.join(folder, 'secret.txt'), 'not of the app')
  await writeFile(path.join(folder, 'network.json'), '{"name":"local"}')
  server = await serveWeb({
    folder: app,
    port: await findFreeBase(1),
    networkFile: path.join(folder, 'network.json'),
    connections: ['ws://127.0.0.1:4400'],
  })
})
afterAll(async () => {
  await server.close()
  await rm(folder, { recursive: true })
})

const get = (name: string, init?: RequestInit): Promise<Response> => fetch(server.url + name, init)

describe('serveWeb', () => {
  test('the page may connect to the network, and run its own code alone', async () => {
    const response = await get('/')
    expect(await response.text()).toBe('<title>Parley</title>')
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8')
    expect(response.headers.get('cache-control')).toBe('no-cache')
    const policy = response.headers.get('content-security-policy')
    expect(policy).toContain(`default-src 'self';`)
    expect(policy).toContain(`connect-src 'self' ws://127.0.0.1:4400;`)
  })

  test('views of the app are the app; files that are missing are missing', async () => {
    expect(await (await get('/c/0x12?x=1')).text()).toBe('<title>Parley</title>')
    expect((await get('/assets/gone.js')).status).toBe(404)
  })

  test('hashed assets never change', async () => {
    const response = await get('/assets/main-1a2b.js')
    expect(response.headers.get('content-type')).toBe('text/javascript; charset=utf-8')
    expect(response.headers.get('cache-control')).toContain('immutable')
    expect(response.headers.get('x-content-type-options')).toBe('nosniff')
  })

  test('the network file is for apps of any origin', async () => {
    const response = await get('/network.json')
    expect(await response.json()).toEqual({ name: 'local' })
    expect(response.headers.get('access-control-allow-origin')).toBe('*')
  })

  test.each(['/../secret.txt', '/%2e%2e/secret.txt', '/..%2fsecret.txt', '//../secret.txt'])(
    'nothing outside the folder is served: %s',
    async (name) => {
      expect(await (await get(name)).text()).not.toContain('not of the app')
    },
  )

  test('nothing is written', async () => {
    expect((await get('/', { method: 'POST', body: 'x' })).status).toBe(405)
    const head = await get('/', { method: 'HEAD' })
    expect([head.status, await head.text()]).toEqual([200, ''])
  })
})
