/**
 * The web app: built if its sources are newer, then served from memory.
 *
 * @module
 */
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { glob, readFile, stat } from 'node:fs/promises'
import { createServer } from 'node:http'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

import { CliError } from '../CliError.ts'
import { loopback } from './ports.ts'

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.webmanifest': 'application/manifest+json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
  '.txt': 'text/plain; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
}

/** What the app is made of, below the repository. */
const sources = [
  'apps/web/{src,public}/**',
  'apps/web/{index.html,package.json,vite.config.ts}',
  'packages/{codec,mls,protocol,client}/src/**',
]

async function newestOf(root: string, patterns: readonly string[]): Promise<number> {
  let newest = 0
  for await (const entry of glob(patterns, { cwd: root }))
    newest = Math.max(newest, (await stat(path.join(root, entry))).mtimeMs)
  return newest
}

/**
 * The folder of the built app, built anew if it is missing or older than its sources.
 *
 * @param write gets what the build says
 * @throws CliError `web_missing`, `web_build_failed`
 */
export async function buildWeb(
  write: (text: string) => void,
  signal: AbortSignal,
): Promise<string> {
  const root = fileURLToPath(new URL('../../../../', import.meta.url))
  if (!existsSync(path.join(root, 'apps/web/package.json')))
    throw new CliError('web_missing', 'Run with --no-web.')
  const built = path.join(root, 'apps/web/dist')
  const builtAt = await stat(path.join(built, 'index.html')).catch(() => undefined)
  if (builtAt !== undefined && builtAt.mtimeMs >= (await newestOf(root, sources))) return built
  write('Building the web app (once) …')
  const npm = spawn('npm', ['run', 'build', '-w', '@parley/web'], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    signal,
  })
  let output = ''
  for (const stream of [npm.stdout, npm.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (output += text))
  const end = await new Promise<string | undefined>((resolve) => {
    npm.once('error', (error) => {
      resolve(error.message)
    })
    npm.once('close', (code) => {
      resolve(code === 0 ? undefined : `exit code ${String(code)}`)
    })
  })
  if (signal.aborted) throw new CliError('interrupted')
  if (end !== undefined) {
    write(output)
    throw new CliError('web_build_failed', `npm run build -w @parley/web: ${end}`)
  }
  return built
}

type Asset = { body: Buffer; headers: Readonly<Record<string, string>> }

/** The app's page may load from its own origin alone, and connect to this network alone. */
function pagePolicy(connections: readonly string[]): string {
  return [
    `default-src 'self'`,
    `connect-src 'self' ${connections.join(' ')}`,
    `img-src 'self' data: blob:`,
    `style-src 'self' 'unsafe-inline'`,
    `object-src 'none'`,
    `base-uri 'none'`,
    `form-action 'none'`,
    `frame-ancestors 'self'`,
  ].join('; ')
}

async function readAssets(folder: string, policy: string): Promise<Map<string, Asset>> {
  const assets = new Map<string, Asset>()
  for await (const entry of glob('**', { cwd: folder, withFileTypes: true })) {
    if (!entry.isFile()) continue
    const file = path.join(entry.parentPath, entry.name)
    const name = `/${path.relative(folder, file).split(path.sep).join('/')}`
    const hashed = name.startsWith('/assets/')
    assets.set(name, {
      body: await readFile(file),
      headers: {
        'content-type': types[path.extname(name)] ?? 'application/octet-stream',
        'cache-control': hashed ? 'public, max-age=31536000, immutable' : 'no-cache',
        'content-security-policy': policy,
        'referrer-policy': 'no-referrer',
        'x-content-type-options': 'nosniff',
      },
    })
  }
  return assets
}

/**
 * Serves a folder as a single-page app, and the network file at `/network.json`.
 *
 * @param options `connections` are the origins its page may connect to
 */
export async function serveWeb(options: {
  folder: string
  port: number
  networkFile: string
  connections: readonly string[]
}): Promise<{ url: string; close: () => Promise<void> }> {
  const assets = await readAssets(options.folder, pagePolicy(options.connections))
  const network: Asset = {
    body: await readFile(options.networkFile),
    headers: {
      'content-type': types['.json']!,
      'cache-control': 'no-cache',
      // Signed and public: apps of other origins may join the network by it.
      'access-control-allow-origin': '*',
      'x-content-type-options': 'nosniff',
    },
  }
  /** A path without an extension is a view of the app. */
  const assetAt = (name: string): Asset | undefined => {
    if (name === '/network.json') return network
    return assets.get(name) ?? (path.extname(name) === '' ? assets.get('/index.html') : undefined)
  }
  const server = createServer((request, response) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.writeHead(405, { allow: 'GET, HEAD' }).end()
      return
    }
    const asset = assetAt(request.url!.split('?', 1)[0]!)
    if (asset === undefined) {
      response.writeHead(404, { 'content-type': types['.txt'] }).end('Not found\n')
      return
    }
    response.writeHead(200, { ...asset.headers, 'content-length': asset.body.length })
    response.end(request.method === 'HEAD' ? undefined : asset.body)
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port, loopback, resolve)
  })
  return {
    url: `http://${loopback}:${options.port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve()
        })
        server.closeAllConnections()
      }),
  }
}
