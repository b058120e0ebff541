/**
 * Whoever started this command through something else ends it by ending that: npm, the shell that npm
 * runs commands in, and the command's own launcher. None of them passes every signal on, and none can
 * when it is killed.
 *
 * @module
 */
import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { promisify } from 'node:util'

import type { World } from './Terminal.ts'

/** Between two looks. */
const lookMs = 500
/** A launcher, a shell, npm: no chain is longer. */
const linksMax = 3

/** The variable in which a launcher that stays says which process it is. */
export const launcherVariable = 'PARLEY_LAUNCHER'

/** Who started a process; nothing if it is gone. */
async function parentOf(pid: number): Promise<number | undefined> {
  try {
    if (process.platform === 'linux') {
      const stat = await readFile(`/proc/${pid}/stat`, 'utf8')
      // The name before it, in brackets, may hold anything.
      return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1])
    }
    const { stdout } = await promisify(execFile)('ps', ['-o', 'ppid=', '-p', String(pid)])
    return Number(stdout)
  } catch {
    return undefined
  }
}

async function commandOf(pid: number): Promise<string> {
  try {
    if (process.platform === 'linux') return await readFile(`/proc/${pid}/cmdline`, 'utf8')
    const { stdout } = await promisify(execFile)('ps', ['-o', 'args=', '-p', String(pid)])
    return stdout.replaceAll(' ', '\0')
  } catch {
    return ''
  }
}

/** A shell that was started to run one command. */
const runsOneCommand = (command: string): boolean =>
  /^(\S*\/)?(sh|dash|bash|ash|zsh|ksh)\0-c\0/.test(command)

/** The processes between the one that was asked for and this one, the nearest first. */
async function launchersOf(env: World['env']): Promise<number[]> {
  const isNpm = env['npm_execpath'] !== undefined || env['npm_command'] !== undefined
  const launcher = env[launcherVariable]
  if (!isNpm && launcher === undefined) return []
  const found: number[] = []
  for (let pid: number | undefined = process.ppid; found.length < linksMax;) {
    if (pid === undefined) break
    found.push(pid)
    const isBetween = String(pid) === launcher || runsOneCommand(await commandOf(pid))
    const goesOn = isNpm && isBetween
    if (!goesOn) break
    pid = await parentOf(pid)
  }
  return found
}

/**
 * Calls `onGone` when one of the processes through which npm or the launcher started this one has
 * ended. A command that a person started by hand is nobody's: it stays when its terminal is left.
 */
export async function watchLaunchers(env: World['env'], onGone: () => void): Promise<void> {
  const launchers = await launchersOf(env)
  if (launchers.length === 0) return
  // Each is somebody's child: an orphan's parent is another one.
  const children = [process.pid, ...launchers]
  const timer = setInterval(() => {
    void Promise.all(launchers.map((_, i) => parentOf(children[i]!))).then((parents) => {
      if (parents.every((parent, i) => parent === launchers[i])) return
      clearInterval(timer)
      onGone()
    })
  }, lookMs)
  timer.unref()
}
