/**
 * What is measured.
 *
 * @module
 */

import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'

import { BenchNetwork } from './network.ts'
import { connect, publisher, signedEnvelopes } from './ourLink.ts'
import { type Figures, figures, type Peer, withPeers, type Work } from './peers.ts'
import { closedLoop, runModule, untilItWorks } from './processes.ts'
import { withReplicatedPeers } from './replicatedPeers.ts'
import { median, percentile, type Row, row } from './Row.ts'
import type { SealTimes } from './sealsOurs.ts'

/** Machines drift: each system is measured in turn, so often, and the median counts. */
const rounds = 3

async function inTurn(
  peers: readonly Peer[],
  work: Work,
  ours: () => Promise<number>,
): Promise<{ ours: number; peers: Record<string, number | null> }> {
  const own: number[] = []
  const others: Record<string, number | null>[] = []
  for (let i = 0; i < rounds; i++) {
    own.push(await ours())
    others.push(await figures(peers, work, ({ perSecond }) => perSecond))
  }
  const medians = peers.map(({ name }): [string, number | null] => {
    const got = others.map((each) => each[name] ?? null).filter((figure) => figure !== null)
    return [name, got.length === 0 ? null : median(got)]
  })
  return { ours: median(own), peers: Object.fromEntries(medians) }
}

/** One node: signature checked, synced to disk, receipt signed and verified. */
async function ingest(report: (row: Row) => void): Promise<void> {
  await withPeers(async (peers) => {
    for (const bytes of [300, 1024]) {
      const work = { what: 'publish' as const, count: 20_000, bytes, depth: 256 }
      const result = await inTurn(peers, work, async () => {
        await using network = await BenchNetwork.start(1)
        const { perSecond } = await runModule<Figures>('publishOurs.ts', {
          file: network.file,
          quorum: 1,
          ...work,
        })
        return perSecond
      })
      report(row(`ingest ${bytes} B`, 'envelopes/s', 'higher', result.ours, result.peers))
    }
  })
}

/** From `send` at one wallet to the message at the other, over a quorum of four nodes. */
async function e2e(report: (row: Row) => void): Promise<void> {
  await withPeers(async (peers) => {
    for (const bytes of [300, 1024]) {
      const work = { what: 'latency' as const, count: 300, bytes, depth: 1 }
      await using network = await BenchNetwork.start(4)
      const { folder, file } = network
      const { times } = await runModule<Figures>('latencyOurs.ts', { file, folder, ...work })
      reportTimes(report, `e2e ${bytes} B`, times, await timesOfPeers(peers, work))
    }
  })
}

/** The same by direct links, beside the way over the nodes, in turn on one network. */
async function direct(report: (row: Row) => void): Promise<void> {
  for (const bytes of [300, 1024]) {
    await using network = await BenchNetwork.start(4)
    const times = { direct: [] as number[], nodes: [] as number[] }
    for (let i = 0; i < rounds; i++)
      for (const way of ['nodes', 'direct'] as const) {
        const folder = join(network.folder, `${way}-${i}`)
        await mkdir(folder)
        const work = { file: network.file, folder, count: 100, bytes, direct: way === 'direct' }
        times[way].push(...(await runModule<Figures>('latencyOurs.ts', work)).times)
      }
    for (const percent of [50, 99]) {
      const overNodes = percentile(times.nodes, percent)
      const ours = percentile(times.direct, percent)
      report(row(`direct p${percent} ${bytes} B`, 'ms', 'lower', ours, { nodes: overNodes }))
    }
  }
}

/** A node that was away fetches what it missed from its neighbours: what enough of them hold alike it takes. */
async function catchup(report: (row: Row) => void): Promise<void> {
  await withPeers(async (peers) => {
    for (const bytes of [300, 1024]) {
      const count = 80_000
      await using network = await BenchNetwork.start(4)
      const { link, network: members } = await connect(network.file)
      const { descriptor, envelopes } = await signedEnvelopes(count + 1, bytes)
      await network.kill(3)
      const publish = publisher(link, members, 3)
      // The first one creates the topic.
      await publish(descriptor, envelopes[count]!)
      await closedLoop(count, 256, (i) => publish(descriptor, envelopes[i]!))
      link.close('done')
      network.launch(3)
      const away = await untilItWorks(() => connect(network.file, 3))
      const started = performance.now()
      const held = async (): Promise<number> => {
        const status = await away.link.call({ type: 'status' })
        return status?.type === 'status' ? status.envelopes : 0
      }
      const before = await held()
      await untilItWorks(async () => {
        if ((await held()) < count) throw new Error('not yet')
      })
      const ours = ((count - before) / (performance.now() - started)) * 1000
      away.link.close('done')
      const work = { what: 'drain' as const, count, bytes, depth: 256 }
      const others = await figures(peers, work, ({ perSecond }) => perSecond)
      report(row(`catchup ${bytes} B`, 'envelopes/s', 'higher', ours, others))
    }
  })
}

type Reconciled = {
  bytes: number
  rounds: number
  ms: number
  buildMs: number
  naive: { bytes: number; ms: number }
}

/** Two replicas with a million envelopes find out that one lacks a hundred; beside it, all names listed. */
async function reconcile(report: (row: Row) => void): Promise<void> {
  const work = { count: 1_000_000, missing: 100 }
  const { naive, ...ours } = await runModule<Reconciled>('reconcileOurs.ts', work)
  report(row('reconcile', 'bytes', 'lower', ours.bytes, { 'all names': naive.bytes }))
  report(row('reconcile', 'ms', 'lower', ours.ms, { 'all names': naive.ms }))
  report(row('reconcile', 'rounds', 'lower', ours.rounds, {}))
  report(row('reconcile: digests', 'ms', 'lower', ours.buildMs, {}))
}

/** Four nodes: on the disks of three of them, and signed for by each, before it counts. */
async function quorum(report: (row: Row) => void): Promise<void> {
  await withReplicatedPeers(async (peers) => {
    const quorumOfFour = { quorum: 3, bytes: 300 }
    const publish = { what: 'publish' as const, count: 10_000, bytes: 300, depth: 256 }
    const rate = await inTurn(peers, publish, async () => {
      await using network = await BenchNetwork.start(4)
      const { file } = network
      const work = { file, ...publish, ...quorumOfFour }
      return (await runModule<Figures>('publishOurs.ts', work)).perSecond
    })
    report(row('quorum 300 B', 'envelopes/s', 'higher', rate.ours, rate.peers))
    const acknowledge = { what: 'acknowledge' as const, count: 500, bytes: 300, depth: 1 }
    await using network = await BenchNetwork.start(4)
    const { file } = network
    const work = { file, ...acknowledge, ...quorumOfFour }
    const { times } = await runModule<Figures>('publishOurs.ts', work)
    reportTimes(report, 'quorum 300 B', times, await timesOfPeers(peers, acknowledge))
  })
}

/**
 * A slot of four nodes decided: which commit ends an epoch. Peers, which elect a leader who decides
 * alone until it fails, are shown by what a replicated write takes them.
 */
async function seals(report: (row: Row) => void): Promise<void> {
  await withReplicatedPeers(async (peers) => {
    await using network = await BenchNetwork.start(4)
    const { file } = network
    const others = await timesOfPeers(peers, {
      what: 'acknowledge',
      count: 500,
      bytes: 1024,
      depth: 1,
    })
    const all = await runModule<SealTimes>('sealsOurs.ts', { file, rounds: 1000 })
    reportTimes(report, 'seal', all.alone.sealed, others)
    reportTimes(report, 'seal, open', all.alone.open, others)
    reportTimes(report, 'seal, contested', all.contested.sealed, others)
    await network.kill(3)
    const three = await runModule<SealTimes>('sealsOurs.ts', { file, rounds: 200 })
    reportTimes(report, 'seal, one away', three.alone.sealed, others)
  })
}

async function timesOfPeers(
  peers: readonly Peer[],
  work: Work,
): Promise<Record<string, number[] | null>> {
  const out: Record<string, number[] | null> = {}
  for (const { name, run } of peers) out[name] = run ? (await run(work)).times : null
  return out
}

function reportTimes(
  report: (row: Row) => void,
  name: string,
  ours: readonly number[],
  peers: Readonly<Record<string, number[] | null>>,
): void {
  for (const percent of [50, 99]) {
    const figureOf = (times: readonly number[]): number => percentile(times, percent)
    const others = Object.entries(peers).map(([peer, times]): [string, number | null] => [
      peer,
      times && figureOf(times),
    ])
    report(row(`${name} p${percent}`, 'ms', 'lower', figureOf(ours), Object.fromEntries(others)))
  }
}

/** All sections, by the name that `--only` takes. */
export const sections: Record<string, (report: (row: Row) => void) => Promise<void>> = {
  ingest,
  e2e,
  direct,
  catchup,
  reconcile,
  quorum,
  seals,
}
