/**
 * `npm run house`: writes the table of packages into ARCHITECTURE.md.
 *
 * @module
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

import { tableOf } from './packages.ts'

const file = fileURLToPath(new URL('../ARCHITECTURE.md', import.meta.url))
const text = readFileSync(file, 'utf8')
const table = /^\| package \|.*\n(?:\|.*\n)+/m
if (!table.test(text)) throw new Error('ARCHITECTURE.md has no table of packages.')
writeFileSync(file, text.replace(table, `${tableOf()}\n`))
