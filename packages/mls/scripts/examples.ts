import { execFileSync } from 'node:child_process'
import { globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const packageFolder = fileURLToPath(new URL('..', import.meta.url))
const typescript = fileURLToPath(import.meta.resolve('typescript/package.json'))
/** Inside the repository, so that examples find the package by its name. */
const cache = path.join(path.dirname(typescript), '../.cache')

/** The examples in the documentation comments of the sources, as files by name. */
export function examples(): Map<string, string> {
  const found = new Map<string, string>()
  for (const file of globSync('src/**/*.ts', { cwd: packageFolder })) {
    const text = readFileSync(path.join(packageFolder, file), 'utf8')
    for (const [index, [, code]] of [...text.matchAll(/ \* ```ts\n([\s\S]*?) \* ```/g)].entries())
      found.set(`${file.replaceAll(/\W/g, '_')}_${index}.ts`, code!.replaceAll(/^ \* ?/gm, ''))
  }
  return found
}

/** Type-checks all examples together; throws with the compiler's words. */
export function checkExamples(): void {
  mkdirSync(cache, { recursive: true })
  const folder = mkdtempSync(path.join(cache, 'mls-examples-'))
  for (const [name, code] of examples())
    writeFileSync(path.join(folder, name), `${code}export {}\n`)
  const config = {
    extends: path.join(packageFolder, '../../tsconfig.base.json'),
    compilerOptions: {
      composite: false,
      declaration: false,
      declarationMap: false,
      noEmit: true,
      noUnusedLocals: false,
      allowImportingTsExtensions: true,
      rewriteRelativeImportExtensions: false,
      types: ['node'],
      typeRoots: [path.join(path.dirname(typescript), '../@types')],
      lib: ['es2024', 'dom'],
    },
    include: ['*.ts'],
  }
  writeFileSync(path.join(folder, 'tsconfig.json'), JSON.stringify(config))
  writeFileSync(path.join(folder, 'package.json'), '{ "type": "module" }')
  try {
    execFileSync(process.execPath, [path.join(path.dirname(typescript), 'bin/tsc'), '-p', folder], {
      encoding: 'utf8',
    })
  } catch (error) {
    throw new Error((error as { stdout: string }).stdout, { cause: error })
  } finally {
    rmSync(folder, { recursive: true })
  }
}
