#!/usr/bin/env node
// Starts the command on a Node that is new enough, whichever Node was asked: plain JavaScript that
// Node 20 reads too. In the repository it runs the sources, once published what was built.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import module from 'node:module'
import path from 'node:path'
import process from 'node:process'
import { fileURLToPath, pathToFileURL } from 'node:url'

const self = fileURLToPath(import.meta.url)
const home = path.dirname(path.dirname(self))
const source = path.join(home, 'src', 'main.ts')
const inRepository = existsSync(source)
const main = inRepository ? source : path.join(home, 'dist', 'main.js')
// The sources are read as they are, what was built is written for older ones.
const nodeVersionMin = inRepository ? [24, 0] : [22, 13]
// `node:sqlite` is stable enough for us; other warnings are shown.
const flags = ['--disable-warning=ExperimentalWarning']
if (inRepository) flags.push('--conditions=source')

if (flags.every((flag) => process.execArgv.includes(flag))) {
  // Before anything is loaded: the cache holds sources without their types, too.
  module.enableCompileCache()
  await import(pathToFileURL(main).href)
} else start()

function isNewEnough() {
  const [major, minor] = process.versions.node.split('.').map(Number)
  return major > nodeVersionMin[0] || (major === nodeVersionMin[0] && minor >= nodeVersionMin[1])
}

/** The Node that the project brings along as an npm package. */
function bundledNode() {
  try {
    const manifest = module.createRequire(import.meta.url).resolve('node/package.json')
    const binary = path.join(path.dirname(manifest), 'bin', 'node')
    return existsSync(binary) ? binary : undefined
  } catch {
    return undefined
  }
}

/** Runs this file again: on the right Node, with the flags. */
function start() {
  const node = isNewEnough() ? process.execPath : bundledNode()
  if (node === undefined) {
    process.stderr.write(
      `parley needs Node ${nodeVersionMin.join('.')} or newer; this is ${process.versions.node}. ` +
        'In the repository, `npm ci` brings one along.\n',
    )
    process.exit(1)
  }
  const args = [...flags, self, ...process.argv.slice(2)]
  if (process.execve !== undefined)
    // Replaces this process: the pid, the terminal and the signals are the command's own.
    process.execve(node, [node, ...args], process.env)

  const child = spawn(node, args, { stdio: 'inherit' })
  // A terminal sends its Ctrl-C to both processes already.
  const forwarded = ['SIGTERM', 'SIGHUP', ...(process.stdin.isTTY ? [] : ['SIGINT'])]
  if (process.stdin.isTTY) process.on('SIGINT', () => {})
  for (const signal of forwarded) process.on(signal, () => child.kill(signal))
  child.on('error', (error) => {
    process.stderr.write(`parley could not start ${node}: ${error.message}\n`)
    process.exit(1)
  })
  child.on('exit', (code, signal) => {
    if (signal === null) process.exit(code)
    for (const name of ['SIGINT', ...forwarded]) process.removeAllListeners(name)
    process.kill(process.pid, signal)
  })
}
