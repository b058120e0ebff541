/**
 * A network of real processes that has a hard time: nodes are killed, paused, cut off and slowed down
 * while wallets write to each other and take new devices.
 *
 * @module
 */
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'

import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'

import { Random } from '../../packages/simulator/src/Random.ts'
import { Cluster } from './cluster.ts'
import { Crew, type Device } from './crew.ts'
import { type Phase, plan, shuffled, type Trouble } from './plan.ts'
import { Referee } from './referee.ts'

/** Wallets; each fourth has two devices from the start: twenty writers. */
const wallets = 16
const replicas = 4
/** New devices stop coming then. */
const devicesMax = 40
/** How often each device writes on average. */
const everyMs = 3_000
/** Whoever must get on has got on by then, busy machines included. */
const progressMs = 90_000
/** After all trouble has ended, everything is repaired by then. */
const recoveryMs = 180_000
/** How often a connection is cut where they are. */
const resetEveryMs = 250

export type ChaosOptions = {
  seed: number
  nodes: number
  /** Trouble begins until then; what has begun is seen through. */
  durationMs: number
  /** How long each kind of trouble lasts, apart from what its checks take. */
  phaseMs: number
  log: (line: string) => void
}

export type ChaosResult = {
  readonly phases: number
  readonly devices: number
  readonly sent: number
  readonly stored: number
  readonly seals: number
  readonly slowSeals: number
  readonly laterViews: number
  /** Slots that several commits were to end. */
  readonly contested: number
  readonly storedMsP50: number
  readonly storedMsP99: number
}

/**
 * Runs until the time is over and everything is well again.
 *
 * @throws Error with the first promise that did not hold
 */
export async function chaos(options: ChaosOptions): Promise<ChaosResult> {
  const run = new Run(options)
  try {
    return await run.run()
  } finally {
    await run.close()
  }
}

class Run {
  readonly #options: ChaosOptions
  readonly #random: Random
  readonly #mark: string
  readonly #crews: Crew[] = []
  readonly #secrets = Array.from({ length: wallets }, generatePrivateKey)
  #cluster: Cluster | undefined
  #referee: Referee | undefined
  #devices = 0

  constructor(options: ChaosOptions) {
    this.#options = options
    this.#random = new Random(`lines ${options.seed}`)
    this.#mark = `READ-BY-MEMBERS-ONLY-${options.seed}`
  }

  async close(): Promise<void> {
    // Paused nodes hold up whoever says good-bye to them.
    this.#cluster?.heal()
    await Promise.all(this.#crews.map((crew) => crew[Symbol.asyncDispose]()))
    await this.#cluster?.[Symbol.asyncDispose]()
  }

  async run(): Promise<ChaosResult> {
    const { nodes, seed, durationMs, log } = this.#options
    const random = (): number => this.#random.fraction()
    const cluster = await Cluster.start({ nodes, replicas, crews: 2, random })
    this.#cluster = cluster
    const referee = new Referee(cluster)
    this.#referee = referee
    const onReport = referee.onReport.bind(referee)
    this.#crews.push(
      new Crew({ file: () => cluster.fileFor(0), onReport }),
      new Crew({
        file: () => cluster.fileFor(1),
        folder: path.join(cluster.folder, 'clients'),
        onReport,
      }),
    )
    const devices = this.#firstDevices()
    await Promise.all(
      this.#crews.map((crew, i) => crew.join(...devices.filter((_, at) => at % 2 === i))),
    )
    log(`${nodes} nodes and ${this.#devices} devices run`)
    for (const crew of this.#crews) await crew.write(everyMs)
    await this.#mustProgress('before any trouble')
    const endsAt = performance.now() + durationMs
    let phases = 0
    for (const phase of plan({ seed, nodes, wallets })) {
      if (performance.now() >= endsAt) break
      phases++
      await this.#live(phase)
    }
    return this.#finish(phases)
  }

  #newDevice(wallet: number, peers: readonly string[]): Device {
    const secret = this.#secrets[wallet]!
    const device = {
      name: `wallet-${wallet}-device-${this.#devices++}`,
      secret,
      account: accountOf(secret),
      peers,
      mark: this.#mark,
    }
    this.#referee!.add(device)
    return device
  }

  /** Pairs, some of which know others; both sides begin by themselves. */
  #firstDevices(): Device[] {
    const devices: Device[] = []
    for (const wallet of this.#secrets.keys()) {
      const partner = accountOf(this.#secrets[wallet ^ 1]!)
      const other = accountOf(this.#secrets[(wallet + 2) % wallets]!)
      const peers = wallet % 4 === 1 ? [partner, other] : [partner]
      devices.push(this.#newDevice(wallet, peers))
      // The second device of a wallet is taken into what the first has begun.
      if (wallet % 4 === 0) devices.push(this.#newDevice(wallet, []))
    }
    return devices
  }

  async #live(phase: Phase): Promise<void> {
    const { trouble, withinFaults, newDevicesOf, crash, change } = phase
    const cluster = this.#cluster!
    const nodes = shuffled(this.#random, cluster.current).slice(0, phase.nodes)
    const name = `${trouble}: node ${nodes.join(', ')}`
    this.#options.log(withinFaults ? name : `${name} (beyond what can be taken)`)
    const stop = new AbortController()
    const going = this.#makeTrouble(trouble, nodes, stop.signal)
    if (change) await this.#change(change, nodes)
    if (newDevicesOf !== undefined && this.#devices + 2 <= devicesMax) {
      const two = [this.#newDevice(newDevicesOf, []), this.#newDevice(newDevicesOf, [])]
      await Promise.all(two.map((device, i) => this.#crews[i]!.join(device)))
    }
    await delay(this.#options.phaseMs)
    if (crash) await this.#crews[1]!.crash()
    for (const crew of this.#crews) await crew.write(everyMs)
    this.#assertFair()
    if (withinFaults) await this.#mustProgress(name)
    stop.abort()
    await going
    cluster.heal()
    await cluster.ready()
    await cluster.settle()
    this.#assertFair()
  }

  /** A node joins, or one leaves that is not in trouble, as long as there are some to spare. */
  async #change(change: 'join' | 'leave', troubled: readonly number[]): Promise<void> {
    const cluster = this.#cluster!
    const { current } = cluster
    if (change === 'join' || current.length <= this.#options.nodes - 1) {
      if (current.length > this.#options.nodes + 1) return
      this.#options.log('  a node joins')
      return cluster.add()
    }
    const leaves = this.#random.pick(current.filter((node) => !troubled.includes(node)))
    this.#options.log(`  node ${leaves} leaves`)
    await cluster.remove(leaves)
  }

  async #makeTrouble(
    trouble: Trouble,
    nodes: readonly number[],
    signal: AbortSignal,
  ): Promise<void> {
    const cluster = this.#cluster!
    const each = (make: (node: number) => void): void => nodes.forEach(make)
    switch (trouble) {
      case 'killed':
        await Promise.all(nodes.map((node) => cluster.kill(node)))
        break
      case 'paused':
        return each((node) => cluster.pause(node))
      case 'isolated':
        return each((node) => cluster.weatherAt(node, { stalledTo: true, stalledFrom: true }))
      case 'deaf':
        return each((node) => cluster.weatherAt(node, { stalledTo: true }))
      case 'mute':
        return each((node) => cluster.weatherAt(node, { stalledFrom: true }))
      case 'slow': {
        const bad = { latencyMs: 150, jitterMs: 100, bytesPerSecond: 64 * 1024 }
        for (const { line } of cluster.lines()) line.set({ latencyMs: 10, jitterMs: 10 })
        return each((node) => cluster.weatherAt(node, bad))
      }
      case 'resets': {
        const lines = [...cluster.lines()]
        while (!signal.aborted) {
          this.#random.pick(lines).line.cut()
          await delay(resetEveryMs, undefined, { signal }).catch(() => {})
        }
      }
    }
  }

  /** Everybody, new devices included, gets something stored. */
  async #mustProgress(when: string): Promise<void> {
    const startedAt = performance.now()
    const problems = await Promise.all(this.#crews.map((crew) => crew.probe(progressMs)))
    const [problem] = problems.flat()
    if (problem) this.#referee!.checkers.fail('everything converges', `${when}: ${problem}`)
    this.#assertFair()
    this.#options.log(`  everybody gets on, after ${Math.round(performance.now() - startedAt)} ms`)
  }

  #assertFair(): void {
    const { violation } = this.#referee!.checkers
    if (violation) throw violation
  }

  async #finish(phases: number): Promise<ChaosResult> {
    const { log } = this.#options
    const referee = this.#referee!
    for (const crew of this.#crews) await crew.write(undefined)
    await this.#recovered()
    log('everything written before has arrived')
    await this.#mustProgress('after all trouble')
    await this.#recovered()
    const { seals, slow, laterViews, contested } = await referee.checkSeals()
    await referee.checkDisks(this.#mark)
    this.#assertFair()
    const { sent, stored, storedMsP50, storedMsP99 } = referee.counts
    return {
      phases,
      devices: this.#devices,
      sent,
      stored,
      seals,
      slowSeals: slow,
      laterViews,
      contested,
      storedMsP50,
      storedMsP99,
    }
  }

  async #recovered(): Promise<void> {
    const deadline = performance.now() + recoveryMs
    for (;;) {
      const listings = (await Promise.all(this.#crews.map((crew) => crew.list()))).flat()
      const missing = this.#referee!.whatIsMissing(listings)
      this.#assertFair()
      if (missing === undefined) return
      if (performance.now() > deadline) throw new Error(`Nothing repairs it: ${missing}`)
      await delay(1_000)
    }
  }
}

function accountOf(secret: `0x${string}`): string {
  return privateKeyToAccount(secret).address.toLowerCase()
}
