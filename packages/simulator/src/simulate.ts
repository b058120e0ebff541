/**
 * One run: a network, trouble, and time to recover.
 *
 * @module
 */
import { Violation } from './Checkers.ts'
import { whatIsMissing } from './convergence.ts'
import type { Liar } from './Liar.ts'
import { type Fault, Nemesis } from './Nemesis.ts'
import { Scenario } from './Scenario.ts'
import { type Planted, World } from './World.ts'

export type RunOptions = {
  seed: number
  operations: number
  nodes: number
  clients: number
  faults: ReadonlySet<Fault>
  liar?: Liar | undefined
  planted?: Planted | undefined
  onLine?: ((line: string) => void) | undefined
}

/** How a run went. */
export type Run = {
  /** SHA-256 of all that happened, in hex. */
  readonly hash: string
  readonly events: number
  readonly virtualMs: number
  readonly messages: number
  readonly stored: number
  readonly seals: number
  /** Those that took a second round trip. */
  readonly slowSeals: number
  /** Those that took a second proposal. */
  readonly laterViews: number
  /** Epochs that several commits were to end. */
  readonly contested: number
  readonly faults: readonly string[]
  readonly violation: Violation | undefined
  /** The last lines of the trace, if something was violated. */
  readonly last: readonly string[]
}

/** Clocks of honest machines differ by up to so much either way. */
const skewMs = 30_000
/** After all trouble has ended, everything is repaired within so long. */
const recoveryMsMax = 5 * 60_000
/** How often it is looked at whether it is. */
const lookMs = 1_000
/** Work takes at most so long, trouble or not. */
const workMsMax = 60 * 60_000

/** Runs a seed. */
export async function simulate(options: RunOptions): Promise<Run> {
  const { faults, operations } = options
  const skewMsMax = faults.has('skew') ? skewMs : 0
  const world = new World({ ...options, skewMsMax })
  const { checkers, clock, trace } = world
  const onRejection = (error: unknown): void =>
    checkers.fail(
      'nothing fails inside',
      `not handled: ${(error as Error)?.stack ?? String(error)}`,
    )
  process.on('unhandledRejection', onRejection)
  try {
    await live(world, new Scenario(world, operations), new Nemesis(world, faults))
  } catch (error) {
    if (!(error instanceof Violation)) onRejection(error)
  } finally {
    process.off('unhandledRejection', onRejection)
  }
  const sent = [...checkers.sent.values()]
  const seals = [...checkers.seals.values()]
  const { violation } = checkers
  return {
    hash: trace.digest(),
    events: clock.events,
    virtualMs: clock.elapsedMs,
    messages: sent.length,
    stored: sent.filter((one) => one.stored).length,
    seals: seals.length,
    slowSeals: seals.filter(({ path }) => path === 'slow').length,
    laterViews: seals.filter(({ view }) => view > 0).length,
    contested: [...checkers.commits.values()].filter(({ size }) => size > 1).length,
    faults: checkers.faults.map(({ kind, url }) => `${kind} ${url}`),
    violation,
    last: violation ? trace.last() : [],
  }
}

async function live(world: World, scenario: Scenario, nemesis: Nemesis): Promise<void> {
  const { clock } = world
  await world.start()
  nemesis.start()
  scenario.start()
  await until(world, () => scenario.over, clock.now + workMsMax)
  nemesis.stop()
  await recovered(world)
  let greeted = false
  scenario.greet().then(
    () => (greeted = true),
    (error: unknown) => world.checkers.fail('everything converges', String(error)),
  )
  await until(world, () => greeted, clock.now + recoveryMsMax)
  await recovered(world)
}

/** Waits until nothing is missing any more. */
async function recovered(world: World): Promise<void> {
  const { clock, checkers } = world
  const deadline = clock.now + recoveryMsMax
  for (;;) {
    await until(world, () => false, clock.now + lookMs)
    const missing = await whatIsMissing(world)
    if (missing === undefined) return
    if (clock.now < deadline) continue
    checkers.fail(missing.checker, missing.details)
    throw checkers.violation!
  }
}

/** Lets time pass. */
async function until(world: World, done: () => boolean, deadline: number): Promise<void> {
  const { clock, checkers } = world
  const cancel = clock.after(deadline - clock.now, () => {})
  while (!done() && clock.now < deadline) {
    await clock.step()
    if (checkers.violation) throw checkers.violation
  }
  cancel()
}
