/**
 * Shows a running node odd inputs until the time is over, and finds the one that hurt it.
 *
 * @module
 */
import { seeded } from '@parley/codec/attack'

import { inputFor, like, type Random } from './grammar.ts'
import { corpus, doors, type Input, keep } from './Input.ts'
import type { Target } from './Target.ts'

/** Inputs under way at once: a node is busy, and an input that hurts it is soon found among them. */
const batchSize = 64
/** Of all inputs, so many are mutations of those that once ended a node. */
const likeKnown = 4

/** An input that hurt a node, and how. */
export type Finding = { readonly input: Input; readonly fault: string }

export type FuzzOptions = {
  target: Target
  seed: number
  /** Ends with the first batch after this. */
  forMs: number
  /** Ends with the first finding. */
  once?: boolean
  /** Whether findings go into the corpus. */
  keep?: boolean
  log?: (line: string) => void
}

export type FuzzResult = { readonly inputs: number; readonly findings: readonly Finding[] }

/** Shows every input of the corpus; those that still hurt. */
export async function replay(target: Target): Promise<Finding[]> {
  const findings: Finding[] = []
  for (const { input } of await corpus()) {
    const finding = await hurts(target, [input])
    if (finding) findings.push(finding)
  }
  return findings
}

/** Shows inputs one by one; the first after which the node is not well. The node is well again then. */
async function hurts(target: Target, inputs: readonly Input[]): Promise<Finding | undefined> {
  for (const input of inputs) {
    await target.show(input)
    const fault = await target.fault()
    if (fault === undefined) continue
    await target.restart()
    return { input, fault }
  }
  return undefined
}

function next(random: Random, known: readonly Input[]): Input {
  if (known.length > 0 && random(likeKnown) === 0) return like(known[random(known.length)]!, random)
  return inputFor(doors[random(doors.length)]!, random)
}

/** Shows odd inputs, by a seed. */
export async function fuzz(options: FuzzOptions): Promise<FuzzResult> {
  const { target, seed, forMs, log = () => {} } = options
  const random = seeded(seed)
  const known = (await corpus()).map(({ input }) => input)
  const findings: Finding[] = []
  const until = performance.now() + forMs
  let inputs = 0
  while (performance.now() < until) {
    const batch = Array.from({ length: batchSize }, () => next(random, known))
    await Promise.all(batch.map((input) => target.show(input)))
    inputs += batch.length
    const fault = await target.fault()
    if (fault === undefined) continue
    await target.restart()
    // Alone it may do nothing: then the batch's first stands for it, with what the node said.
    const finding = (await hurts(target, batch)) ?? { input: batch[0]!, fault }
    findings.push(finding)
    log(`after ${inputs} inputs: ${finding.input.door}: ${finding.fault}`)
    if (options.keep) log(`kept as ${await keep(finding.input)}`)
    if (options.once) break
  }
  return { inputs, findings }
}
