/**
 * A process that runs the seeds it is sent, with the command's arguments.
 *
 * @module
 */
import { readArguments } from './arguments.ts'
import { outcomeOf } from './outcome.ts'

const { plan } = readArguments(process.argv.slice(2))

process.on('message', (seed: number) => {
  void outcomeOf(seed, plan).then((outcome) => process.send!(outcome))
})
