import { PROGRAMS } from '../programs/programs.ts'
import { bundle } from './bundle.ts'

/** The text of build/dependencies.txt: below the name of each program the packages inside it. */
export async function dependencies(): Promise<string> {
  const sections = PROGRAMS.map(async ({ name, entry }) => {
    const { packages } = await bundle(entry)
    return `${name}\n${packages.map((line) => `  ${line}\n`).join('')}`
  })
  return (await Promise.all(sections)).join('\n')
}
