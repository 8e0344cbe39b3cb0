// Asks an independent IAM simulator, run as a program of its own.
//
//     echo '[SIMULATION, ...]' | node simulate.mjs DIRECTORY_WITH_NODE_MODULES
//
// Prints a list: the overall result of each simulation, or its error.

import { readFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { createRequire } from 'node:module'

const require = createRequire(pathToFileURL(`${process.argv[2]}/asked-from.js`))
const { anonymousPrincipal, runSimulation } = require('@cloud-copilot/iam-simulate')

const results = []
for (const simulation of JSON.parse(readFileSync(0, 'utf8'))) {
  if (simulation.request.principal === null) simulation.request.principal = anonymousPrincipal
  const answer = await runSimulation(simulation, {})
  results.push(answer.resultType === 'error' ? `error: ${JSON.stringify(answer.errors)}` : answer.overallResult)
}
process.stdout.write(JSON.stringify(results))
