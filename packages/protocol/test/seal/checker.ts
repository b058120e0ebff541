/**
 * An explicit-state model checker of the seal register. It drives the production replica
 * ({@link Seal.answer}), the production certificate rule ({@link Seal.certificateOf}) and, for
 * progress, the production client ({@link Seal.Proposal}); signatures alone are abstracted: an honest
 * replica's statement exists once it has made it, a faulty one's always.
 *
 * The network is a set: whatever request can be put together from the statements that exist may
 * reach any replica at any time, any number of times, from anyone. So every interleaving of any
 * number of clients, honest or not, with loss, delay, duplication and reordering is explored.
 */
import * as Crypto from '../../src/Crypto.ts'
import * as Seal from '../../src/Seal.ts'

export type Options = {
  /** n; the last f = ⌊(n−1)/3⌋ of them are faulty (f ≤ 1 here). */
  replicas: number
  /** Views 0 to `views − 1`. */
  views: number
  rules?: Seal.Rules
  /** Counts states that differ by honest replicas' places as one. */
  symmetry?: boolean
}

export type Exploration = {
  /** Distinct reachable states, and those with a seal. */
  states: number
  sealed: number
  /** Steps tried from all of them. */
  steps: number
  /** The shortest way to two seals, a line a step; `undefined` if there is none. */
  violation: string[] | undefined
  /** Registers of the honest replicas, as far as a client can tell them apart, with what can be sealed there. */
  situations: Situation[]
}

export type Situation = {
  registers: (Seal.Register | undefined)[]
  /** Values sealed in some state with these registers. */
  sealed: Set<string>
  state: number
}

/** One honest replica: its register and all it ever stated. */
type Local = {
  register: Seal.Register | undefined
  statements: Seal.Body[]
  /** Bit `2 view + value`: it prepared / committed that. */
  prepared: number
  committed: number
  /** By view: its status, 0 if none. */
  statuses: number[]
}

const names = ['A', 'B']
/** The two values that rivals propose. */
export const values: Seal.Value[] = [1, 2].map((n) => ({
  sentAt: n,
  id: new Uint8Array(32).fill(n),
}))
export const nameOf = (value: Seal.Value | undefined): string =>
  value === undefined ? '-' : names[value.id[0]! - 1]!
const signature = new Uint8Array(64)
const localsMax = 1024

/** The slot that is explored, of `n` replicas. */
export function slotOf(n: number): Seal.Slot {
  const replicas = Array.from({ length: n }, (_, i) => ({
    id: new Uint8Array(32).fill(i + 1),
    publicKey: new Uint8Array(65),
  }))
  return Seal.slotOf(Crypto.pure, { topic: new Uint8Array(32), slot: 0, replicas })
}

/** A request as if its signatures had been checked. */
export function verified(
  slot: Seal.Slot,
  body: Seal.RequestContent['body'],
): Seal.Verified<Pick<Seal.Request, 'content'>> {
  const content = { topic: slot.topic, slot: slot.slot, set: slot.set, body }
  return { content } as Seal.Verified<Pick<Seal.Request, 'content'>>
}

/** A statement as if it were signed. */
export function statement(slot: Seal.Slot, node: Uint8Array, body: Seal.Body): Seal.Statement {
  return { node, topic: slot.topic, slot: slot.slot, set: slot.set, body, signature }
}

const lockName = (lock: Seal.Lock | undefined): string =>
  lock === undefined ? '-' : `${nameOf(lock.value)}@${lock.view}`

export function bodyName(body: Seal.Body): string {
  if (body.type === 'prepared') return `PREP(${body.view}, ${nameOf(body.value)})`
  if (body.type === 'committed') return `COMM(${body.view}, ${nameOf(body.value)})`
  return `STATUS(${body.view}, lock ${lockName(body.lock)}, first ${nameOf(body.first)})`
}

/** What tells two registers apart; a lock's signatures do not. */
export function registerName(register: Seal.Register | undefined): string {
  if (register === undefined) return 'none'
  const { view, prepared, committed, first, lock, status } = register
  const entered = status === undefined ? '-' : `${lockName(status.lock)},${nameOf(status.first)}`
  return `${view}:${nameOf(prepared)}${nameOf(committed)}${nameOf(first)}${lockName(lock)}(${entered})`
}

/**
 * Lets one client, alone, with its value, finish from a situation while the faulty replicas are
 * silent: the production client against the production replicas.
 *
 * @returns the seal, or `undefined` if it got nowhere in 20 timeouts
 */
export function finish(
  slot: Seal.Slot,
  situation: Situation,
  options: Omit<Seal.ProposalOptions, 'slot'>,
): Seal.Certificate | undefined {
  const registers = [...situation.registers]
  const proposal = new Seal.Proposal({ slot, ...options })
  const queue = proposal.start()
  for (let timeouts = 0; proposal.certificate === undefined;) {
    const action = queue.shift()
    if (action === undefined) {
      if (++timeouts > 20) return undefined
      queue.push(...proposal.onTimeout())
    } else if (action.type === 'evidence') throw new Error('an honest replica was accused')
    else if (action.type === 'send')
      for (const [i, register] of registers.entries()) {
        const node = slot.replicas[i]!.id
        if (action.to !== 'all' && action.to !== node) continue
        const result = Seal.answer(slot, register, verified(slot, action.request.body))
        registers[i] = result.register
        const reply = {
          type: 'state',
          view: result.register.view,
          statements: result.bodies.map((body) => statement(slot, node, body)),
        } as Seal.Verified<Seal.Reply>
        queue.push(...proposal.onReply(node, reply))
      }
  }
  return proposal.certificate
}

/** Explores every reachable state, breadth first, and stops at the first with two seals. */
export function explore(options: Options): Exploration {
  const { replicas: n, views, rules = Seal.safeRules, symmetry = false } = options
  const slot = slotOf(n)
  const faulty = slot.faultsMax
  if (faulty > 1) throw new RangeError('one faulty replica at most')
  const honest = n - faulty
  if (localsMax ** honest > Number.MAX_SAFE_INTEGER) throw new RangeError('too many replicas')
  const liar = faulty > 0 ? slot.replicas[honest]!.id : undefined

  const locals: Local[] = []
  const localIds = new Map<string, number>()
  const statuses: Extract<Seal.Body, { type: 'status' }>[] = []
  const statusIds = new Map<string, number>()
  const statusId = (body: Extract<Seal.Body, { type: 'status' }>): number => {
    const name = bodyName(body)
    let id = statusIds.get(name)
    if (id === undefined) {
      statuses.push(body)
      id = statuses.length
      statusIds.set(name, id)
    }
    return id
  }
  const intern = (register: Seal.Register | undefined, statements: Seal.Body[]): number => {
    const name = `${registerName(register)} ${statements.map(bodyName).toSorted().join(' ')}`
    let id = localIds.get(name)
    if (id !== undefined) return id
    id = locals.length
    if (id === localsMax) throw new RangeError('too many states of a replica')
    const local: Local = {
      register,
      statements,
      prepared: 0,
      committed: 0,
      statuses: Array.from({ length: views }, () => 0),
    }
    for (const body of statements) {
      if (body.type === 'status') local.statuses[body.view] = statusId(body)
      else local[body.type] |= 1 << (2 * body.view + names.indexOf(nameOf(body.value)))
    }
    locals.push(local)
    localIds.set(name, id)
    return id
  }

  /** A replica after a request: production code, on what production code left. */
  const deliver = (id: number, request: Seal.RequestContent['body']): number => {
    const { register, statements } = locals[id]!
    let result
    try {
      result = Seal.answer(slot, register, verified(slot, request), rules)
    } catch (error) {
      if (error instanceof Seal.SealError) return id
      throw error
    }
    const known = new Set(statements.map(bodyName))
    const added = result.bodies.filter((body) => !known.has(bodyName(body)))
    for (const body of added)
      for (const earlier of statements)
        if (Seal.conflict(body, earlier)) throw new Error('an honest replica contradicts itself')
    return intern(result.register, [...statements, ...added])
  }
  const requestIds = new Map<string, number>()
  const memo = new Map<number, number>()

  /** Signatures of the honest replicas in a mask, and the liar's. */
  const signersOf = (mask: number): Seal.Signer[] => [
    ...slot.replicas.flatMap(({ id }, i) => ((mask >> i) & 1 ? [{ node: id, signature }] : [])),
    ...(liar ? [{ node: liar, signature }] : []),
  ]
  const signerNames = Array.from({ length: 1 << honest }, (_, mask) =>
    signersOf(mask)
      .map(({ node }) => (node === liar ? 'liar' : node[0]! - 1))
      .join(', '),
  )
  /** Whether these signatures are a lock, as production code judges it. */
  const locks = Array.from({ length: 1 << honest }, (_, mask) => {
    const request = {
      type: 'commit',
      view: 0,
      value: values[0]!,
      signatures: signersOf(mask),
    } as const
    return deliver(intern(undefined, []), request) !== intern(undefined, [])
  })

  /**
   * A bundle that production code takes for this value, if there is one: all subsets of the honest
   * statuses, with each status that the liar can make, and without it. Soundness of a request does
   * not depend on the replica's state, so a fresh replica that enters the view is asked.
   */
  const bundles = new Map<string, Seal.Bundled[] | undefined>()
  const bundleFor = (
    view: number,
    value: number,
    ids: readonly number[],
    locked: number,
  ): Seal.Bundled[] | undefined => {
    const sorted = symmetry ? ids.toSorted((a, b) => a - b) : ids
    const key = `${view} ${value} ${locked} ${sorted.join(' ')}`
    if (bundles.has(key)) return bundles.get(key)
    const fresh = deliver(intern(undefined, []), { type: 'advance', view })
    const own: Seal.Bundled[] = []
    for (const [i, id] of ids.entries()) {
      if (id === 0) continue
      const { lock, first } = statuses[id - 1]!
      own.push({ node: slot.replicas[i]!.id, lock, first, signature })
    }
    const lies: (Seal.Bundled | undefined)[] = [undefined]
    if (liar !== undefined) {
      const lieLocks: (Seal.Lock | undefined)[] = [undefined]
      for (let bit = 0; bit < 2 * view; bit++)
        if ((locked >> bit) & 1)
          lieLocks.push({
            view: bit >> 1,
            value: values[bit & 1]!,
            signatures: signersOf((1 << honest) - 1),
          })
      for (const lock of lieLocks)
        for (const first of [undefined, ...values])
          lies.push({ node: liar, lock, first, signature })
    }
    let found: Seal.Bundled[] | undefined
    for (let subset = 0; subset < 1 << own.length && found === undefined; subset++)
      for (const lie of lies) {
        const bundle = own.filter((_, i) => (subset >> i) & 1)
        if (lie) bundle.push(lie)
        const request = { type: 'prepare', view, value: values[value]!, bundle } as const
        if (deliver(fresh, request) === fresh) continue
        found = bundle
        break
      }
    bundles.set(key, found)
    return found
  }

  /** Which values are sealed, given the honest replicas' votes: production code decides. */
  const seals = new Map<number, number>()
  const sealedBy = (state: readonly number[], value: number): boolean => {
    let key = value
    for (const id of state) {
      const local = locals[id]!
      for (let view = 0; view < views; view++)
        key = key * 2 + ((local.committed >> (2 * view + value)) & 1)
      key = key * 2 + ((local.prepared >> value) & 1)
    }
    let result = seals.get(key)
    if (result === undefined) {
      const statements: Seal.Statement[] = []
      const add = (node: Uint8Array, body: Seal.Body): void => {
        if (body.type !== 'status' && nameOf(body.value) === names[value])
          statements.push(statement(slot, node, body))
      }
      for (const [i, id] of state.entries())
        for (const body of locals[id]!.statements) add(slot.replicas[i]!.id, body)
      if (liar)
        for (let view = 0; view < views; view++)
          for (const type of ['prepared', 'committed'] as const)
            add(liar, { type, view, value: values[value]! })
      result = Seal.certificateOf(slot, statements, rules) === undefined ? 0 : 1
      seals.set(key, result)
    }
    return result === 1
  }

  const seen = new Map<number, number>()
  const states: number[][] = []
  const parents: number[] = []
  const labels: string[] = []
  const situations = new Map<string, Situation>()
  let [sealed, steps] = [0, 0]
  const violations: string[][] = []

  const trace = (last: number): string[] => {
    const lines: string[] = []
    for (let at = last; at > 0; at = parents[at]!) lines.push(labels[at]!)
    return lines.toReversed()
  }
  const visit = (given: number[], parent: number, label: () => string): void => {
    const state = symmetry ? given.toSorted((a, b) => a - b) : given
    let key = 0
    for (const id of state) key = key * localsMax + id
    if (seen.has(key)) return
    const index = states.length
    seen.set(key, index)
    states.push(state)
    parents.push(parent)
    labels.push(label())
    const sealedHere = [0, 1].filter((value) => sealedBy(state, value))
    if (sealedHere.length > 0) sealed++
    if (sealedHere.length > 1) violations.push([...trace(index), 'sealed: A and B'])
    const registers = state.map((id) => locals[id]!.register)
    const name = registers.map(registerName).toSorted().join(' ')
    let situation = situations.get(name)
    if (situation === undefined)
      situations.set(name, (situation = { registers, sealed: new Set(), state: index }))
    for (const value of sealedHere) situation.sealed.add(names[value]!)
  }
  /** Which honest replicas prepared a value. */
  const signing = (state: readonly number[], bit: number): number => {
    let mask = 0
    for (let i = 0; i < state.length; i++) mask |= ((locals[state[i]!]!.prepared >> bit) & 1) << i
    return mask
  }
  const describe = (bundle: readonly Seal.Bundled[], view: number): string =>
    bundle
      .map(({ node, lock, first }) => {
        const who = slot.replicas.findIndex((replica) => replica.id === node)
        const text = bodyName({ type: 'status', view, lock, first })
        return who < honest ? `${who}: ${text}` : `liar: ${text}`
      })
      .join('; ')

  visit(
    Array.from({ length: honest }, () => intern(undefined, [])),
    -1,
    () => 'start',
  )
  for (let index = 0; index < states.length && violations.length === 0; index++) {
    const state = states[index]!
    const step = (
      name: string,
      request: () => Seal.RequestContent['body'],
      detail: () => string = () => '',
    ): void => {
      let requestId = requestIds.get(name)
      if (requestId === undefined) requestIds.set(name, (requestId = requestIds.size))
      for (const [i, id] of state.entries()) {
        steps++
        const key = requestId * localsMax + id
        let next = memo.get(key)
        if (next === undefined) memo.set(key, (next = deliver(id, request())))
        if (next !== id)
          visit(state.with(i, next), index, () => `replica ${i} takes ${name}${detail()}`)
      }
    }
    let locked = 0
    for (let view = 0; view < views; view++) {
      if (view > 0) step(`advance(${view})`, () => ({ type: 'advance', view }))
      for (const [v, value] of values.entries()) {
        const prepare = `prepare(${view}, ${names[v]})`
        if (view === 0) step(prepare, () => ({ type: 'prepare', view, value, bundle: [] }))
        else {
          const ids = state.map((id) => locals[id]!.statuses[view]!)
          const bundle = bundleFor(view, v, ids, locked)
          if (bundle !== undefined)
            step(
              prepare,
              () => ({ type: 'prepare', view, value, bundle }),
              () => ` with ${describe(bundle, view)}`,
            )
        }
        // Whether so many signatures suffice is for the replica to say.
        const mask = signing(state, 2 * view + v)
        const signatures = signersOf(mask)
        step(`commit(${view}, ${names[v]}) signed by ${signerNames[mask]}`, () => ({
          type: 'commit',
          view,
          value,
          signatures,
        }))
      }
      for (const bit of [2 * view, 2 * view + 1]) if (locks[signing(state, bit)]) locked |= 1 << bit
    }
  }
  return {
    states: states.length,
    sealed,
    steps,
    violation: violations[0],
    situations: [...situations.values()],
  }
}
