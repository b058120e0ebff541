// Installs what the lock file says, if that is not what is installed. Plain JavaScript without
// dependencies: it runs before there are any, and on Node 20.
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)))
const wanted = path.join(root, 'package-lock.json')
/** npm writes it last: where it is missing, an installation did not finish. */
const installed = path.join(root, 'node_modules', '.package-lock.json')

function isCurrent() {
  if (!existsSync(installed)) return false
  if (statSync(installed).mtimeMs >= statSync(wanted).mtimeMs) return true
  // A checkout touches files: what they say decides.
  const packagesOf = (file) => JSON.parse(readFileSync(file, 'utf8')).packages
  const have = packagesOf(installed)
  return Object.entries(packagesOf(wanted)).every(
    ([name, entry]) =>
      !name.includes('node_modules/') ||
      entry.optional === true ||
      have[name]?.version === entry.version,
  )
}

if (!isCurrent()) {
  process.stderr.write('Installing dependencies (npm ci) …\n')
  const { status } = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    // A command's stdout is its own.
    stdio: ['ignore', 2, 2],
  })
  process.exit(status ?? 1)
}
