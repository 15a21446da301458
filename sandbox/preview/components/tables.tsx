import type {
  TableCellProps,
  TableElementProps,
  TableHeaderProps,
  TableProps,
} from '@hubspot/ui-extensions';
import type { CSSProperties } from 'react';

type Sized = Pick<TableCellProps, 'align' | 'width'>;

function cellStyle({ align, width }: Sized): CSSProperties {
  const widths = { min: '1%', max: '100%', auto: 'auto' } as const;
  return {
    textAlign: align,
    width: typeof width === 'number' ? width : width && widths[width],
    whiteSpace: width === 'min' ? 'nowrap' : undefined,
  };
}

export function Table(props: TableProps) {
  const { bordered, density = 'default', flush, children } = props;
  return (
    <div className={`table-frame ${flush ? 'flush' : ''}`}>
      <table className={`table ${density} ${bordered === false ? '' : 'bordered'}`}>
        {children}
      </table>
      {props.paginated && <Pages {...props} />}
    </div>
  );
}

function Pages({ page = 1, pageCount, onPageChange }: Extract<TableProps, { paginated: true }>) {
  return (
    <nav className="pages" aria-label="Pages">
      <button
        type="button"
        className="button secondary xs"
        disabled={page <= 1}
        onClick={() => onPageChange(page - 1)}
        aria-label="Previous page"
      >
        ‹
      </button>
      <span>
        {page} / {pageCount}
      </span>
      <button
        type="button"
        className="button secondary xs"
        disabled={page >= pageCount}
        onClick={() => onPageChange(page + 1)}
        aria-label="Next page"
      >
        ›
      </button>
    </nav>
  );
}

export function TableHead({ children }: TableElementProps) {
  return <thead>{children}</thead>;
}

export function TableBody({ children }: TableElementProps) {
  return <tbody>{children}</tbody>;
}

export function TableFooter({ children }: TableElementProps) {
  return <tfoot>{children}</tfoot>;
}

export function TableRow({ children }: TableElementProps) {
  return <tr>{children}</tr>;
}

export function TableCell({ children, colSpan, ...sized }: TableCellProps) {
  return (
    <td colSpan={colSpan} style={cellStyle(sized)}>
      {children}
    </td>
  );
}

export function TableHeader(props: TableHeaderProps) {
  const { children, align, width } = props;
  const style = cellStyle({ align, width });
  if (!('onSortChange' in props)) {
    return (
      <th scope="col" style={style}>
        {children}
      </th>
    );
  }
  const { sortDirection, onSortChange } = props;
  const next = sortDirection === 'ascending' ? 'descending' : 'ascending';
  return (
    <th scope="col" style={style} aria-sort={sortDirection}>
      <button type="button" className="sort" onClick={() => onSortChange(next)}>
        {children}
      </button>
    </th>
  );
}
