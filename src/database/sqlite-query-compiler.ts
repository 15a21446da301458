import { type PrimitiveValueListNode, SqliteQueryCompiler } from 'kysely';

/** Below it there is nothing to win. */
const fewest = 20;

/**
 * A long list to look in goes as one parameter: hundreds of placeholders cost more to compose, to send to
 * the thread and to prepare than the question costs to answer, and each length was a statement of its own.
 */
export class SqliteListCompiler extends SqliteQueryCompiler {
  protected override visitPrimitiveValueList(node: PrimitiveValueListNode): void {
    const { values } = node;
    const isLookedIn = this.parentNode?.kind === 'BinaryOperationNode';
    const isLong = values.length > fewest && values.every((value) => typeof value === 'string');
    if (!isLookedIn || !isLong) {
      super.visitPrimitiveValueList(node);
      return;
    }
    this.append('(select "value" from json_each(');
    this.appendValue(JSON.stringify(values));
    this.append('))');
  }
}
