/**
 * Clients in a process of their own.
 *
 * @module
 */
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

import type { Change, Fault, Message } from '@parley/client'
import type { Network } from '@parley/protocol'

/** A device of a wallet, and whom it writes to. */
export type Device = {
  readonly name: string
  /** The wallet's. */
  readonly secret: `0x${string}`
  /** Its address, in lower case. */
  readonly account: string
  readonly peers: readonly string[]
  /** Stands in every text: no node must ever see it. */
  readonly mark: string
}

export type Command =
  /** Starts devices; with a folder their stores are on disk there. */
  | {
      type: 'join'
      devices: readonly Device[]
      file: Network.File
      folder: string | undefined
    }
  /** Everybody writes so often on average; nobody unless given. */
  | { type: 'write'; everyMs: number | undefined }
  /** Everybody writes once. Answered with what was not stored in time. */
  | { type: 'probe'; timeoutMs: number }
  | { type: 'list' }
  | { type: 'close' }

/** All that a device has. */
export type Listing = {
  readonly device: string
  readonly link: string
  readonly messages: readonly Message[]
}

export type Report =
  | { type: 'answer'; id: number; value: unknown }
  | { type: 'change'; device: string; change: Change }
  | { type: 'message'; device: string; message: Message }
  | { type: 'fault'; device: string; fault: Fault }
  | { type: 'failed'; error: string }

export class Crew implements AsyncDisposable {
  readonly devices: Device[] = []
  readonly #file: () => Promise<Network.File>
  readonly #folder: string | undefined
  readonly #onReport: (report: Report) => void
  readonly #waiting = new Map<number, (value: unknown) => void>()
  #child: ChildProcess
  #commands = 0

  /**
   * @param options `folder` for stores on disk: such a crew can be killed and goes on
   */
  constructor(options: {
    file: () => Promise<Network.File>
    folder?: string
    onReport: (report: Report) => void
  }) {
    this.#file = options.file
    this.#folder = options.folder
    this.#onReport = options.onReport
    this.#child = this.#fork()
  }

  #fork(): ChildProcess {
    const child = fork(fileURLToPath(new URL('./crewProcess.ts', import.meta.url)), {
      execArgv: ['--conditions=source', '--disable-warning=ExperimentalWarning'],
      serialization: 'advanced',
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    })
    child.on('message', (report: Report) => {
      if (report.type !== 'answer') return this.#onReport(report)
      this.#waiting.get(report.id)?.(report.value)
      this.#waiting.delete(report.id)
    })
    return child
  }

  #ask(command: Command): Promise<unknown> {
    const id = this.#commands++
    return new Promise((resolve) => {
      this.#waiting.set(id, resolve)
      this.#child.send({ id, command })
    })
  }

  async join(...devices: Device[]): Promise<void> {
    this.devices.push(...devices)
    await this.#join(devices)
  }

  async #join(devices: readonly Device[]): Promise<void> {
    const file = await this.#file()
    await this.#ask({ type: 'join', devices, file, folder: this.#folder })
  }

  async write(everyMs: number | undefined): Promise<void> {
    await this.#ask({ type: 'write', everyMs })
  }

  probe(timeoutMs: number): Promise<string[]> {
    return this.#ask({ type: 'probe', timeoutMs }) as Promise<string[]>
  }

  list(): Promise<Listing[]> {
    return this.#ask({ type: 'list' }) as Promise<Listing[]>
  }

  /** Kills the process and starts it again: its devices go on from what is on disk. */
  async crash(): Promise<void> {
    if (this.#folder === undefined) throw new Error('These devices keep nothing on disk.')
    const ended = once(this.#child, 'exit')
    this.#child.kill('SIGKILL')
    await ended
    for (const settle of this.#waiting.values()) settle(undefined)
    this.#waiting.clear()
    this.#child = this.#fork()
    await this.#join(this.devices)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return
    const ended = once(this.#child, 'exit')
    void this.#ask({ type: 'close' })
    await ended
  }
}
