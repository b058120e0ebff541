/**
 * What a node counts. The parts count through {@link Metrics}; Prometheus reads it in `http`.
 *
 * @module
 */
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'

/** Counters and timers of the parts. */
export type Metrics = {
  readonly stored: (envelopes: number) => void
  readonly refused: (code: string) => void
  /** Starts a disk commit's timer; call what it returns when it is done. */
  readonly commit: (writes: number) => () => void
  readonly delivered: (envelopes: number) => void
  readonly missing: (envelopes: number) => void
  readonly swept: (envelopes: number) => void
}

/** Counts nothing. */
export const noMetrics: Metrics = {
  stored: () => {},
  refused: () => {},
  commit: () => () => {},
  delivered: () => {},
  missing: () => {},
  swept: () => {},
}

/** Figures that are read when somebody asks. */
export type Gauges = {
  readonly links: () => number
  readonly peers: () => number
  readonly subscriptions: () => number
  readonly workItems: () => number
  readonly workBytes: () => number
  readonly storedEnvelopes: () => number
  readonly storedTopics: () => number
  readonly storedBytes: () => number
}

const gaugeHelp: Record<keyof Gauges, [string, string]> = {
  links: ['parley_links', 'Open client links.'],
  peers: ['parley_peers', 'Other nodes this one is linked to.'],
  subscriptions: ['parley_subscriptions', 'Open subscriptions.'],
  workItems: ['parley_verify_queue_envelopes', 'Envelopes between arrival and receipt.'],
  workBytes: ['parley_verify_queue_bytes', 'Bytes of envelopes between arrival and receipt.'],
  storedEnvelopes: ['parley_envelopes', 'Envelopes on disk.'],
  storedTopics: ['parley_topics', 'Topics on disk.'],
  storedBytes: ['parley_envelopes_bytes', 'Bytes of envelopes on disk.'],
}

/** A node's metrics for Prometheus. */
export class PrometheusMetrics implements Metrics {
  readonly registry = new Registry()
  readonly #stored = this.#counter('parley_envelopes_stored_total', 'Envelopes newly on disk.')
  readonly #delivered = this.#counter(
    'parley_envelopes_delivered_total',
    'Envelopes sent to subscribers.',
  )
  readonly #missing = this.#counter(
    'parley_reconcile_missing_total',
    'Envelopes other replicas had and this one lacked.',
  )
  readonly #swept = this.#counter('parley_envelopes_expired_total', 'Envelopes removed when over.')
  readonly #refused = new Counter({
    name: 'parley_refused_total',
    help: 'Requests refused, by error code.',
    labelNames: ['code'],
    registers: [this.registry],
  })
  readonly #commitSeconds = new Histogram({
    name: 'parley_store_commit_seconds',
    help: 'How long a commit to disk took.',
    buckets: [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1],
    registers: [this.registry],
  })
  readonly #commitWrites = new Histogram({
    name: 'parley_store_commit_writes',
    help: 'How many writes a commit carried.',
    buckets: [1, 4, 16, 64, 256, 1024, 4096],
    registers: [this.registry],
  })

  constructor() {
    // Memory, CPU and event-loop lag.
    collectDefaultMetrics({ register: this.registry })
  }

  #counter(name: string, help: string): Counter {
    return new Counter({ name, help, registers: [this.registry] })
  }

  /** Adds the figures that are read on demand. */
  observe(gauges: Gauges): void {
    for (const key of Object.keys(gaugeHelp) as (keyof Gauges)[]) {
      const [name, help] = gaugeHelp[key]
      const gauge: Gauge = new Gauge({
        name,
        help,
        registers: [this.registry],
        collect: () => gauge.set(gauges[key]()),
      })
    }
  }

  stored(envelopes: number): void {
    this.#stored.inc(envelopes)
  }

  refused(code: string): void {
    this.#refused.inc({ code })
  }

  commit(writes: number): () => void {
    this.#commitWrites.observe(writes)
    return this.#commitSeconds.startTimer()
  }

  delivered(envelopes: number): void {
    this.#delivered.inc(envelopes)
  }

  missing(envelopes: number): void {
    this.#missing.inc(envelopes)
  }

  swept(envelopes: number): void {
    this.#swept.inc(envelopes)
  }
}
