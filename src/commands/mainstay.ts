import { Command } from 'commander';
import { ConfigError } from '../errors.ts';
import { addBacktestCommand } from './backtest-command.ts';
import { addBackupCommand } from './backup-command.ts';
import { addDoctorCommand } from './doctor-command.ts';
import { addImportExecutionsCommand } from './import-executions-command.ts';
import { addImportSurveysCommand } from './import-surveys-command.ts';
import { InputError } from './input-error.ts';
import { addRotateKeyCommand } from './rotate-key-command.ts';
import { addScoreCommand } from './score-command.ts';
import { addServiceCommands } from './service-commands.ts';

/** The `mainstay` command line. */
function createProgram(): Command {
  const program = new Command('mainstay')
    .description(
      'Key accounts, inside HubSpot: what an account is worth, how it stands, what to do next.',
    )
    .showHelpAfterError('(mainstay --help shows the commands and options)');
  addServiceCommands(program);
  addScoreCommand(program);
  addBacktestCommand(program);
  addImportSurveysCommand(program);
  addImportExecutionsCommand(program);
  addDoctorCommand(program);
  addRotateKeyCommand(program);
  addBackupCommand(program);
  return program;
}

// Whoever reads our output may have seen enough, as `head` does.
process.stdout.on('error', (problem: NodeJS.ErrnoException) => {
  if (problem.code !== 'EPIPE') throw problem;
  process.exit();
});

try {
  await createProgram().parseAsync();
} catch (problem) {
  if (!(problem instanceof InputError || problem instanceof ConfigError)) throw problem;
  const sentences = problem instanceof InputError ? problem.problems : [problem.message];
  for (const sentence of sentences) process.stderr.write(`error: ${sentence}\n`);
  process.exitCode = 1;
}
