/**
 * An explicit-state model checker of a shard's hand-over, for one envelope. It drives the production
 * rules ({@link Handover}): when a fence goes up and comes down, what a comparison counts for, who
 * takes over, what is stored. Two disjoint sets of four, a liar in each; two turns, the second with the
 * same set to take over, as none did in the first.
 *
 * Who is honest learns of the second turn whenever it likes, and is shown as ready whoever is to take
 * over: to wait for that could only leave out behaviours. Liars sign anything, hold nothing, and are
 * never waited for. The publisher's view lags as well; receipts it has are never taken back.
 */
import * as Handover from '../../src/Handover.ts'
import type { Node, ReplicaSet } from '../../src/Network.ts'

export type Options = {
  /** 1 or 2. */
  turns: number
  /** Everybody knows of the first turn when it begins: fewer states, the second turn sooner. */
  aware?: boolean
  rules?: Handover.Rules
}

export type Exploration = {
  states: number
  /** Those in which somebody took over, and those in which the envelope was acknowledged. */
  installed: number
  acknowledged: number
  /** The shortest way to an acknowledged envelope that is not where it must be. */
  violation: string[] | undefined
}

const setOf = (letter: string): ReplicaSet => ({
  nodes: [0, 1, 2, 3].map((i) => ({ name: `${letter}${i}` }) as Node),
  quorum: 3,
})
const installed = setOf('u')
const pending = setOf('v')
/** The last of each set lies. */
const honest: readonly number[] = [0, 1, 2]
const liar = 3

/** A member of the installed set: the turn it knows, its fence, the envelope, its best receipt. */
type Holder = { knows: number; fence: number; fencedEver: number; has: boolean; receipt: number }
/** A member of the set to come: the envelope, its receipt, whom it compared with and holds all of. */
type Heir = { has: boolean; receipt: boolean; holding: number }

type State = {
  turn: number
  installedAt: number
  /** The turn that the publisher knows; 3 once it knows that another set is installed. */
  publisher: number
  acknowledged: boolean
  holders: Holder[]
  heirs: Heir[]
}

/** No receipt yet. */
const none = 3

const copy = (state: State): State => ({
  ...state,
  holders: state.holders.map((each) => ({ ...each })),
  heirs: state.heirs.map((each) => ({ ...each })),
})

const holderCode = ({ knows, fence, fencedEver, has, receipt }: Holder): number =>
  (((knows * 3 + fence) * 4 + fencedEver) * 2 + Number(has)) * 4 + receipt
const heirCode = ({ has, receipt, holding }: Heir): number =>
  (holding * 2 + Number(has)) * 2 + Number(receipt)

/** One name for states that differ by the places of honest members alone. */
function nameOf(state: State): string {
  const column = (i: number): string =>
    state.heirs.map(({ holding }) => (holding >> i) & 1).join('')
  const order = honest
    .map((i) => ({ i, code: holderCode(state.holders[i]!), column: column(i) }))
    .toSorted((a, b) => a.code - b.code || (a.column < b.column ? -1 : 1))
  const heirs = state.heirs
    .map((heir) => {
      let holding = 0
      for (const [to, { i }] of order.entries()) holding |= ((heir.holding >> i) & 1) << to
      return heirCode({ ...heir, holding })
    })
    .toSorted((a, b) => a - b)
  const head = (state.turn * 3 + state.installedAt) * 8 + state.publisher * 2
  return String.fromCharCode(
    head + Number(state.acknowledged),
    ...order.map(({ code }) => code),
    ...heirs,
  )
}

const changeOf = (turn: number): Handover.Change => ({ turn, draw: 1, installed, pending, left: 0 })
const anybody = (): boolean => true

/** What can happen next, each with what it is called. */
function* steps(state: State, { turns, rules = {} }: Options): Iterable<[string, State]> {
  const { turn, installedAt } = state
  const next = (name: string, change: (state: State) => void): [string, State] => {
    const after = copy(state)
    change(after)
    return [name, after]
  }
  if (installedAt === 0 && turn < turns)
    yield next(`turn ${turn + 1} is opened`, (after) => {
      after.turn++
      for (const heir of after.heirs)
        heir.holding = maskOf(Handover.entered(successorOf(heir, turn), turn + 1, rules))
    })
  if (installedAt === 0 && turn > 0) {
    const holding = state.heirs.map((heir) =>
      Handover.holdsAll(successorOf(heir, turn), changeOf(turn)),
    )
    const has = (name: string): boolean => holding[Number(name[1])] ?? true
    if (Handover.takesOver(pending, has, rules))
      yield next(`v takes over in turn ${turn}`, (after) => (after.installedAt = turn))
  }
  if (state.publisher < turn)
    yield next('the publisher learns of a turn', (after) => (after.publisher = turn))
  if (installedAt > 0 && state.publisher < 3)
    yield next('the publisher learns who took over', (after) => (after.publisher = 3))
  yield* holderSteps(state, next)
  yield* heirSteps(state, next, rules)
  if (!state.acknowledged && isStored(state, rules))
    yield next('it is acknowledged', (after) => {
      after.acknowledged = true
      for (const holder of after.holders) holder.receipt = none
      for (const heir of after.heirs) heir.receipt = false
    })
}

type Next = (name: string, change: (state: State) => void) => [string, State]

function* holderSteps(state: State, next: Next): Iterable<[string, State]> {
  const knownToPublisher = state.publisher === 3 ? state.installedAt : state.publisher
  for (const i of honest) {
    const { knows, fence, has, receipt } = state.holders[i]!
    const value = { turn: fence, draw: 1, failed: 0 }
    if (knows < state.turn)
      yield next(`u${i} learns of turn ${knows + 1}`, ({ holders }) => {
        holders[i]!.knows++
        const known = { turn: knows + 1, installed: 0 }
        holders[i]!.fence = Handover.carried(value, known).turn
      })
    if (knows > 0 && Handover.mustFence(value, changeOf(knows), anybody))
      yield next(`u${i} is fenced at ${knows}`, ({ holders }) => {
        holders[i]!.fence = Handover.fenced(value, changeOf(knows)).turn
        holders[i]!.fencedEver |= knows
      })
    const isNews =
      !has || (!state.acknowledged && (receipt === none || (fence === 0 && receipt > 0)))
    if (isNews && !Handover.refuses(value, knownToPublisher))
      yield next(`u${i} stores it, fence ${fence}`, ({ holders, acknowledged }) => {
        holders[i]!.has = true
        if (!acknowledged) holders[i]!.receipt = fence
      })
  }
}

function* heirSteps(state: State, next: Next, rules: Handover.Rules): Iterable<[string, State]> {
  const { turn, installedAt } = state
  for (const j of honest) {
    const heir = state.heirs[j]!
    if (turn > 0 && !(heir.has && (heir.receipt || state.acknowledged)) && state.publisher > 0)
      yield next(`v${j} stores it`, ({ heirs, acknowledged }) => {
        heirs[j]!.has = true
        if (!acknowledged) heirs[j]!.receipt = true
      })
    if (turn === 0 || installedAt > 0) continue
    for (const i of honest) {
      const { has, fencedEver } = state.holders[i]!
      const fencedAt = fencedEver & turn ? turn : 0
      const after = Handover.compared(successorOf(heir, turn), { name: `u${i}`, fencedAt }, rules)
      const holding = maskOf(after)
      if (holding === heir.holding && (!has || heir.has)) continue
      yield next(`v${j} compares with u${i}`, ({ heirs }) => {
        heirs[j]!.holding = holding
        heirs[j]!.has ||= has
      })
    }
  }
}

/** The liar says that it is fenced, and shows nothing. */
const successorOf = ({ holding }: Heir, turn: number): Handover.Successor => {
  const names = [...honest.filter((i) => holding & (1 << i)), liar].map((i) => `u${i}`)
  return { turn, compared: new Set(names), holding: new Set(names) }
}
const maskOf = ({ holding }: Handover.Successor): number =>
  honest.reduce((mask, i) => mask | (holding.has(`u${i}`) ? 1 << i : 0), 0)

function isStored({ publisher, holders, heirs }: State, rules: Handover.Rules): boolean {
  const fenceOf = (name: string): number | undefined => {
    const i = Number(name[1])
    if (i === liar) return 0
    if (name[0] === 'v') return heirs[i]!.receipt ? 0 : undefined
    return holders[i]!.receipt === none ? undefined : holders[i]!.receipt
  }
  const sets = [[installed], [installed, pending], [installed, pending], [pending]][publisher]!
  return Handover.isStored(sets, fenceOf, rules)
}

/** What was acknowledged is on all but the liar of a quorum of the set that holds the shard. */
function isHeld({ acknowledged, installedAt, holders, heirs }: State): boolean {
  const held = (installedAt > 0 ? heirs : holders).filter(({ has }) => has)
  return !acknowledged || held.length + 1 >= pending.quorum
}

export function explore(options: Options): Exploration {
  const knows = options.aware ? 1 : 0
  const first: State = {
    turn: knows,
    installedAt: 0,
    publisher: knows,
    acknowledged: false,
    holders: honest.map(() => ({ knows, fence: 0, fencedEver: 0, has: false, receipt: none })),
    heirs: honest.map(() => ({ has: false, receipt: false, holding: 0 })),
  }
  const seen = new Map<string, { from: string; step: string }>([
    [nameOf(first), { from: '', step: '' }],
  ])
  const found: Exploration = { states: 0, installed: 0, acknowledged: 0, violation: undefined }
  let layer = [first]
  while (layer.length > 0) {
    const after: State[] = []
    for (const state of layer) {
      const from = nameOf(state)
      found.states++
      if (state.installedAt > 0) found.installed++
      if (state.acknowledged) found.acknowledged++
      for (const [step, reached] of steps(state, options)) {
        const name = nameOf(reached)
        if (seen.has(name)) continue
        seen.set(name, { from, step })
        if (!isHeld(reached)) return { ...found, violation: wayTo(seen, name) }
        after.push(reached)
      }
    }
    layer = after
  }
  return found
}

function wayTo(seen: ReadonlyMap<string, { from: string; step: string }>, name: string): string[] {
  const way: string[] = []
  for (let at = name; ;) {
    const { from, step } = seen.get(at)!
    if (step === '') return way.toReversed()
    way.push(step)
    at = from
  }
}
