/** Writes the artifacts, and the typed ABIs, of the contracts. */
import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'

import { compile, root } from './compile.ts'

const artifact = compile('NodeRegistry')

mkdirSync(path.join(root, 'artifacts'), { recursive: true })
writeFileSync(
  path.join(root, 'artifacts', 'NodeRegistry.json'),
  `${JSON.stringify(artifact, undefined, 2)}\n`,
)
writeFileSync(
  path.join(root, 'src', 'generated.ts'),
  `// Written by \`npm run build:contracts\` from the Solidity sources.

export const nodeRegistryAbi = ${JSON.stringify(artifact.abi, undefined, 2)} as const

export const nodeRegistryBytecode =
  '${artifact.bytecode}'
`,
)
