import { readFileSync } from 'node:fs'

import { Errors } from '@parley/protocol'
import { expect, test } from 'vitest'

import { PrometheusMetrics } from '../metrics.ts'
import { Cores } from '../../test/cores.ts'
import { findings } from './verify.ts'

const read = (path: string): string =>
  readFileSync(new URL(`../../../../${path}`, import.meta.url), 'utf8')

/** All that `/metrics` of a node names, histograms by their parts. */
async function exported(): Promise<Set<string>> {
  const metrics = new PrometheusMetrics()
  const cores = await Cores.create()
  metrics.observe(cores.core.gauges())
  metrics.refused('overloaded')
  metrics.commit(1)()
  const text = await metrics.registry.metrics()
  return new Set([...text.matchAll(/^([a-z_0-9]+)(?:\{|\s)/gm)].map((match) => match[1]!))
}

const namesIn = (expressions: readonly string[]): string[] =>
  expressions.flatMap((text) => text.match(/\b(?:parley|process|nodejs)_\w+/g) ?? [])

type Dashboard = {
  panels: { title: string; description?: string; targets?: { expr: string }[] }[]
  templating: { list: { query: string }[] }
}
const dashboard = JSON.parse(read('ops/grafana/parley-node.json')) as Dashboard
const alerts = read('ops/prometheus/alerts.yml')
const panels = dashboard.panels.filter((panel) => panel.targets !== undefined)
const drawn = panels.flatMap((panel) => panel.targets!.map((target) => target.expr))
const watched = [...alerts.matchAll(/^\s+expr: (.+)$/gm)].map((match) => match[1]!)

test('every metric that the dashboard draws or an alert watches is exported', async () => {
  const known = await exported()
  const chosen = dashboard.templating.list.map((variable) => variable.query)
  const named = namesIn([...drawn, ...watched, ...chosen])
  expect(named.length).toBeGreaterThan(20)
  expect(named.filter((name) => !known.has(name))).toEqual([])
  for (const expression of [...drawn, ...watched])
    expect(namesIn([expression]).length > 0 || /\bup\{/.test(expression), expression).toBe(true)
})

test('every metric of a node’s own is drawn', async () => {
  const own = [...(await exported())].filter((name) => name.startsWith('parley_'))
  const metricOf = (name: string): string => name.replace(/_(bucket|sum|count)$/, '')
  const shown = new Set(namesIn(drawn).map(metricOf))
  expect(own.filter((name) => !shown.has(metricOf(name)))).toEqual(['parley_verify_queue_bytes'])
})

test('codes that alerts watch exist; panels and alerts say what they mean', () => {
  const codes = [...alerts.matchAll(/code="(\w+)"/g)].map((match) => match[1]!)
  expect(codes.filter((code) => !(code in Errors.wireCodes))).toEqual([])
  expect(panels.filter((panel) => !panel.description)).toEqual([])
  const count = (pattern: RegExp): number => alerts.match(pattern)?.length ?? 0
  expect(count(/^ +- alert: /gm)).toBe(watched.length)
  expect(count(/^ +summary: /gm)).toBe(watched.length)
  expect(count(/^ +description: /gm)).toBe(watched.length)
})

test('docs/operators.md names every alert and every finding', () => {
  const page = read('docs/operators.md')
  const names = [...alerts.matchAll(/- alert: (\w+)/g)].map((match) => match[1]!)
  const unnamed = [...names, ...Object.keys(findings)].filter((name) => !page.includes(name))
  expect(unnamed).toEqual([])
})
