import type { ComponentType } from 'react';
import { BarChart } from './components/bar-chart.tsx';
import * as charts from './components/charts.tsx';
import * as dates from './components/dates.tsx';
import * as inputs from './components/inputs.tsx';
import * as layout from './components/layout.tsx';
import * as overlays from './components/overlays.tsx';
import * as states from './components/states.tsx';
import * as tables from './components/tables.tsx';
import * as text from './components/text.tsx';

/** HubSpot's remote component names and what the preview draws for each. */
export const components: Readonly<Record<string, ComponentType<never>>> = {
  AutoGrid: layout.AutoGrid,
  Box: layout.Box,
  ButtonRow: layout.ButtonRow,
  Card: layout.Tile,
  Divider: layout.Divider,
  Flex: layout.Flex,
  Inline: layout.Inline,
  Spacer: layout.Spacer,
  Tile: layout.Tile,
  Alert: text.Alert,
  DescriptionList: text.DescriptionList,
  DescriptionListItem: text.DescriptionListItem,
  Heading: text.Heading,
  Icon: text.Icon,
  Image: text.Image,
  List: text.List,
  Statistics: text.Statistics,
  StatisticsItem: text.StatisticsItem,
  StatisticsTrend: text.StatisticsTrend,
  StatusTag: text.StatusTag,
  Text: text.Text,
  BarChart,
  LineChart: charts.LineChart,
  DateInput: dates.DateInput,
  SearchInput: inputs.SearchInput,
  Input: inputs.Input,
  MultiSelect: inputs.MultiSelect,
  Select: inputs.Select,
  TextArea: inputs.TextArea,
  Toggle: inputs.Toggle,
  EmptyState: states.EmptyState,
  ErrorState: states.ErrorState,
  LoadingSpinner: states.LoadingSpinner,
  ProgressBar: states.ProgressBar,
  ScoreCircle: states.ScoreCircle,
  Table: tables.Table,
  TableBody: tables.TableBody,
  TableCell: tables.TableCell,
  TableFooter: tables.TableFooter,
  TableHead: tables.TableHead,
  TableHeader: tables.TableHeader,
  TableRow: tables.TableRow,
  Accordion: overlays.Accordion,
  Button: overlays.Button,
  Link: overlays.Link,
  LoadingButton: overlays.Button,
  Modal: overlays.Modal,
  ModalBody: layout.Group,
  ModalFooter: overlays.DialogFooter,
  PageLink: overlays.PageLink,
  PageTitle: text.PageTitle,
  Panel: overlays.Panel,
  PanelBody: layout.Group,
  PanelFooter: overlays.DialogFooter,
  PanelSection: layout.Group,
  Tab: overlays.Tab,
  Tabs: overlays.Tabs,
  Tag: overlays.Tag,
  Tooltip: overlays.Tooltip,
};
