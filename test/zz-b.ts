import { bundledProgram } from './bench/bundled-program.ts'
console.log((await bundledProgram(process.argv[2] ?? '', process.argv[3] ?? '')).join(' '))
