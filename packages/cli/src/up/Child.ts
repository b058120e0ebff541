/**
 * Processes that end with their parent.
 *
 * @module
 */
import { type ChildProcess, fork, spawn } from 'node:child_process'
import { open } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'

/** How long a process may take to end in good order. */
const stopMsMax = 10_000

/** A process of the local network. */
export type Child = {
  readonly pid: number
  /** Resolves when it has ended: with its exit code or signal, in words. */
  readonly ended: Promise<string>
  /** Asks it to end, and after ten seconds no longer asks. */
  readonly stop: () => Promise<void>
}

function childOf(child: ChildProcess, requestStop: () => void, kill: () => void): Child {
  const ended = new Promise<string>((resolve) => {
    child.once('exit', (code, signal) => {
      resolve(signal === null ? `exit code ${String(code)}` : `signal ${signal}`)
    })
    child.once('error', (error) => {
      resolve(error.message)
    })
  })
  return {
    pid: child.pid ?? 0,
    ended,
    async stop() {
      requestStop()
      const timer = setTimeout(kill, stopMsMax)
      await ended
      clearTimeout(timer)
    },
  }
}

/**
 * Starts this command again in a process of its own. It sees its parent go by the channel between
 * them, and ends.
 *
 * @param logFile gets what it writes
 */
export async function startCommand(args: readonly string[], logFile: string): Promise<Child> {
  const launcher = fileURLToPath(new URL('../../bin/parley.js', import.meta.url))
  await using log = await open(logFile, 'a', 0o600)
  const child = fork(launcher, args, {
    // The launcher's flags: with them it does not start over, which would lose the channel.
    execArgv: process.execArgv,
    // Out of the terminal's process group: a Ctrl-C reaches the parent, which ends all in order.
    detached: true,
    stdio: ['ignore', log.fd, log.fd, 'ipc'],
  })
  return childOf(
    child,
    () => child.kill('SIGTERM'),
    () => child.kill('SIGKILL'),
  )
}

/** Runs a program until standard input ends, which it does when the parent is gone. */
const keeper = `exec 3<&0
"$@" </dev/null 3<&- &
program=$!
{ cat <&3 >/dev/null; kill $program; } 2>/dev/null &
exec 3<&-
wait $program`

/**
 * Starts a program that knows nothing of its parent, with a shell that does.
 *
 * @param logFile gets what it writes
 */
export async function startProgram(
  program: string,
  args: readonly string[],
  logFile: string,
): Promise<Child> {
  await using log = await open(logFile, 'a', 0o600)
  const child = spawn('/bin/sh', ['-c', keeper, 'sh', program, ...args], {
    detached: true,
    stdio: ['pipe', log.fd, log.fd],
  })
  return childOf(
    child,
    () => child.stdin?.end(),
    () => {
      // The program is in the shell's process group.
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL')
    },
  )
}
