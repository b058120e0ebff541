/**
 * Compiles the contracts: the same sources give the same bytes on every machine.
 *
 * @module
 */
import { readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

import solc from 'solc'

export const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)))

/** A compiled contract. */
export type Artifact = {
  readonly contractName: string
  readonly compiler: string
  readonly settings: object
  readonly abi: readonly unknown[]
  readonly bytecode: string
}

const settings = {
  // What is at address 0x100 is asked at run time; nothing newer than this is needed of the chain.
  evmVersion: 'cancun',
  optimizer: { enabled: true, runs: 1000 },
  metadata: { bytecodeHash: 'none' },
}

type Output = {
  errors?: {
    severity: 'error' | 'warning' | 'info'
    formattedMessage: string
    sourceLocation?: { file: string }
  }[]
  contracts: Record<
    string,
    Record<string, { abi: unknown[]; evm: { bytecode: { object: string } } }>
  >
}

const require = createRequire(import.meta.url)
const library = '@openzeppelin/contracts/'
const libraryRoot = path.dirname(require.resolve('@openzeppelin/contracts/package.json'))

function importSource(name: string): { contents: string } | { error: string } {
  if (!name.startsWith(library)) return { error: `${name} is no source of ours or ${library}` }
  const file = path.join(libraryRoot, name.slice(library.length))
  try {
    return { contents: readFileSync(file, 'utf8') }
  } catch {
    return { error: `${file} cannot be read` }
  }
}

/**
 * Compiles one contract.
 *
 * @throws an Error with the compiler's words for an error, or a warning about a source of ours
 */
export function compile(contractName: string): Artifact {
  const names = readdirSync(path.join(root, 'src')).filter((name) => name.endsWith('.sol'))
  const sources = Object.fromEntries(
    names.map((name) => [
      `src/${name}`,
      { content: readFileSync(path.join(root, 'src', name), 'utf8') },
    ]),
  )
  const outputSelection = { '*': { [contractName]: ['abi', 'evm.bytecode.object'] } }
  const input = { language: 'Solidity', sources, settings: { ...settings, outputSelection } }
  const text = solc.compile(JSON.stringify(input), { import: importSource }) as string
  const { errors = [], contracts } = JSON.parse(text) as Output
  const faults = errors.filter(
    ({ severity, sourceLocation }) =>
      severity === 'error' || sourceLocation?.file.startsWith('src/') === true,
  )
  if (faults.length > 0)
    throw new Error(faults.map(({ formattedMessage }) => formattedMessage).join('\n'))
  const { abi, evm } = contracts[`src/${contractName}.sol`]![contractName]!
  return {
    contractName,
    compiler: solc.version() as string,
    settings,
    abi,
    bytecode: `0x${evm.bytecode.object}`,
  }
}
