/**
 * `npm run show -- NAME`: runs what shows that a promise holds, at its full length, and keeps what it printed in
 * `bench/results/NAME.txt`. Small forms of the same runs are part of `npm test`.
 *
 * @module
 */
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { cpus, totalmem } from 'node:os'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const head = execFileSync('git', ['rev-parse', '--short', 'HEAD'], { cwd: root, encoding: 'utf8' })
const commit = head.trim()

/** What can be shown, as npm scripts with their arguments. */
const shows: Record<string, { readonly about: string; readonly command: string }> = {
  sim: {
    about: 'networks on virtual time, all faults and all lies; goes on where it was ended',
    // What an earlier state of the code came to says nothing about this one.
    command: `sim --seeds 3000 --faults all --lies all --jobs 2 --brief --journal bench/results/sim-${commit}.journal`,
  },
  chaos: {
    about: 'a network of real processes that has a hard time, members that come and go',
    command: 'chaos --minutes 5 --seed 26',
  },
  fuzz: {
    about: 'odd request lines, headers, frames and handshakes against a running node',
    command: 'fuzz --minutes 5',
  },
}

const [name, ...rest] = process.argv.slice(2)
const show = name === undefined ? undefined : shows[name]
if (name === undefined || show === undefined || rest.length > 0) {
  const lines = Object.entries(shows).map(([one, { about }]) => `  ${one.padEnd(8)} ${about}`)
  console.error(`npm run show -- NAME\n\n${lines.join('\n')}`)
  process.exit(2)
}

const [script, ...args] = show.command.split(' ')
const output = createWriteStream(`${root}/bench/results/${name}.txt`)
const say = (text: string | Uint8Array): void => {
  process.stdout.write(text)
  output.write(text)
}
const gib = Math.round(totalmem() / 2 ** 30)
say(
  `${new Date().toISOString()}, ${cpus().length} cores, ${gib} GiB, Node ${process.version}, ` +
    `commit ${commit}\nnpm run ${script} -- ${args.join(' ')}\n\n`,
)
const startedAt = performance.now()
const child = spawn('npm', ['run', '--silent', script!, '--', ...args], {
  cwd: root,
  stdio: ['ignore', 'pipe', 'inherit'],
})
child.stdout.on('data', say)
const [code] = (await once(child, 'close')) as [number | null]
say(`\nexit code ${code}, ${Math.round((performance.now() - startedAt) / 1000)} s\n`)
output.end()
await once(output, 'finish')
process.exitCode = code ?? 1
