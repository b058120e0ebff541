import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const packageFolder = fileURLToPath(new URL('..', import.meta.url))

/** Where the report is kept. */
export const apiReportFile: string = path.join(packageFolder, 'api/mls.api.md')

/** The declaration of one name in a `.d.ts`, without its comments. */
function declarationOf(text: string, name: string): string {
  const bare = text.replace(/^[ \t]*\/\*\*[\s\S]*?\*\/\n/gm, '')
  const blocks = bare.split(/\n(?=export |declare |type |interface |const |import |\/\/)/)
  const found = blocks.filter((block) =>
    new RegExp(
      `^export (declare )?(abstract )?(function|const|type|class|interface) ${name}\\b`,
    ).test(block),
  )
  if (found.length === 0) throw new Error(`no declaration of ${name}`)
  return found.map((block) => block.trim()).join('\n')
}

/** All that the package exports, as TypeScript declares it, by name. */
export function apiReport(): string {
  const out = mkdtempSync(path.join(tmpdir(), 'mls-api-'))
  try {
    // Without the project's references: these ask for the declarations of an earlier build.
    const config = path.join(out, 'tsconfig.json')
    const compilerOptions = {
      composite: false,
      declarationMap: false,
      emitDeclarationOnly: true,
      rootDir: path.join(packageFolder, '..'),
      outDir: out,
    }
    writeFileSync(
      config,
      JSON.stringify({
        extends: path.join(packageFolder, 'tsconfig.src.json'),
        compilerOptions,
        references: [],
      }),
    )
    const compiler = fileURLToPath(import.meta.resolve('typescript/package.json'))
    const tsc = path.join(path.dirname(compiler), 'bin/tsc')
    execFileSync(process.execPath, [tsc, '-p', config])
    const declared = path.join(out, path.basename(packageFolder), 'src')
    const index = readFileSync(path.join(declared, 'index.d.ts'), 'utf8')
    const declarations = new Map<string, string>()
    for (const [, names, file] of index.matchAll(/export (?:type )?\{([^}]*)\} from '([^']*)'/g)) {
      const text = readFileSync(path.join(declared, file!.replace(/\.[jt]s$/, '.d.ts')), 'utf8')
      for (const name of names!.split(',').map((each) => each.replace(/^\s*type\s/, '').trim()))
        if (name !== '') declarations.set(name, declarationOf(text, name))
    }
    const sections = [...declarations]
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, text]) => `## ${name}\n\n\`\`\`ts\n${text}\n\`\`\`\n`)
    return [
      '# API of @parley/mls',
      '',
      'Made by `npm run api -w @parley/mls`; a test keeps it current.',
      '',
      ...sections,
    ].join('\n')
  } finally {
    rmSync(out, { recursive: true })
  }
}
