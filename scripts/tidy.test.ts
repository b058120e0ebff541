/**
 * What no linter says: the shape of the repository.
 */
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

import { describe, expect, test } from 'vitest'

import { packages, tableOf } from './packages.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const tracked = execFileSync('git', ['ls-files', '-z'], { cwd: root, encoding: 'utf8' })
// A file about to be deleted is still tracked.
const files = tracked.split('\0').filter((file) => file !== '' && existsSync(path.join(root, file)))
const read = (file: string): string => readFileSync(path.join(root, file), 'utf8')
const sources = files.filter((file) => /\.(ts|tsx|js|mjs|sol)$/.test(file))

/** Lines of `among` that match, as `file:line: text`. */
function linesWith(pattern: RegExp, among: readonly string[]): string[] {
  return among.flatMap((file) =>
    read(file)
      .split('\n')
      .flatMap((line, i) => (pattern.test(line) ? [`${file}:${i + 1}: ${line.trim()}`] : [])),
  )
}

type Manifest = {
  name: string
  dependencies?: Record<string, string>
  devDependencies?: Record<string, string>
  optionalDependencies?: Record<string, string>
}
const manifests = files
  .filter((file) => file === 'package.json' || /^[^/]+(\/[^/]+)?\/package\.json$/.test(file))
  .map((file) => ({ file, manifest: JSON.parse(read(file)) as Manifest }))

describe('packages', () => {
  test.each(Object.entries(packages))('%s depends downwards only', (name, { uses }) => {
    const entry = manifests.find(({ manifest }) => manifest.name === `@parley/${name}`)
    const ours = Object.keys(entry!.manifest.dependencies ?? {})
      .filter((dependency) => dependency.startsWith('@parley/'))
      .map((dependency) => dependency.slice('@parley/'.length))
    expect(ours.filter((dependency) => !uses.includes(dependency))).toEqual([])
    // From the ground up: no circle can be written down.
    const names = Object.keys(packages)
    expect(uses.filter((other) => names.indexOf(other) >= names.indexOf(name))).toEqual([])
  })

  test('each stands in the table, and in ARCHITECTURE.md as `npm run house` writes it', () => {
    const folders = manifests.flatMap(({ file }) => /^packages\/([^/]+)\//.exec(file)?.[1] ?? [])
    expect(folders.toSorted()).toEqual(Object.keys(packages).toSorted())
    expect(read('ARCHITECTURE.md')).toContain(`\n${tableOf()}\n`)
  })

  test('versions are exact', () => {
    const loose = manifests.flatMap(({ file, manifest }) =>
      Object.entries({
        ...manifest.dependencies,
        ...manifest.devDependencies,
        ...manifest.optionalDependencies,
      })
        .filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))
        .map(([dependency, version]) => `${file}: ${dependency} ${version}`),
    )
    expect(loose).toEqual([])
  })
})

describe('files', () => {
  test('one idea each: no source has more than 700 lines', () => {
    const long = sources
      .filter((file) => !/(\.test\.tsx?$|generated|fixtures|vectors)/.test(file))
      .map((file) => `${file}: ${read(file).split('\n').length} lines`)
      .filter((entry) => Number(/: (\d+) lines$/.exec(entry)![1]) > 700)
    expect(long).toEqual([])
  })

  // A character class in each word, so that this file does not find itself.

  test('nothing is left for later', () => {
    expect(linesWith(/\b(TOD[O]|FIXM[E]|HAC[K])\b/, sources)).toEqual([])
  })

  test('no machine’s paths', () => {
    const texts = files.filter((file) =>
      /\.(ts|tsx|js|mjs|json|md|sol|html|css)$|^\.ci\//.test(file),
    )
    expect(linesWith(/(^|[^\w.])\/(wor[k]|roo[t]|User[s])\//, texts)).toEqual([])
  })

  test('tests neither skip, nor focus, nor retry', () => {
    const tests = sources.filter((file) => /\.test\.tsx?$/.test(file))
    const pattern = /\b(it|test|describe)\.(ski[p]|onl[y]|tod[o])\b|\bretry[:]/
    expect(linesWith(pattern, tests)).toEqual([])
  })

  test('links between pages lead somewhere', () => {
    const anchorsOf = (file: string): string[] =>
      [...read(file).matchAll(/^#+ (.+)$/gm)].map(([, title]) =>
        title!
          .toLowerCase()
          .replaceAll(/[^\w\s-]/g, '')
          .replaceAll(' ', '-'),
      )
    const broken = files
      .filter((file) => file.endsWith('.md'))
      .flatMap((file) =>
        [...read(file).matchAll(/\]\((?!https?:)([^)#]*)(?:#([^)]*))?\)/g)].flatMap(
          ([link, target, anchor]) => {
            const to = target === '' ? file : path.posix.join(path.posix.dirname(file), target!)
            const isThere =
              existsSync(path.join(root, to)) &&
              (anchor === undefined || anchorsOf(to).includes(anchor))
            return isThere ? [] : [`${file}: ${link}`]
          },
        ),
      )
    expect(broken).toEqual([])
  })
})
