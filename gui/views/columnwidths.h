// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QObject>
#include <QPointer>
#include <QString>

#include <map>

class QAbstractItemView;
class QHeaderView;

namespace vitrine::gui {

/// Fits the columns of a table into its width: some are as wide as their words, the others share the rest.
/// From the moment on that somebody has moved a border the widths are theirs, and are remembered.
class ColumnWidths : public QObject {
    Q_OBJECT
public:
    /// `view` becomes the parent; `key` is the setting that remembers. The model must be set already.
    ColumnWidths(QAbstractItemView* view, QHeaderView* header, QString key);

    /// As wide as the column's heading and `sample`, with `extra` pixels for an icon or a branch.
    void setFitting(int column, const QString& sample, int extra = 0);
    /// The column gets this part of what is left, but not less than `leastCharacters`.
    void setShare(int column, int share, int leastCharacters);
    /// To be called when all columns are described: takes what was remembered, or fits.
    void restore();
    /// Remembers widths, order of the rows, and whether somebody has chosen the widths.
    void save() const;
    /// Fits again, for example after a column was hidden; does nothing to chosen widths.
    void fit();
    /// While true, changes of the header are not somebody's choice.
    void setQuiet(bool quiet) { m_quiet = quiet; }

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    struct Share {
        int part;
        int least; ///< pixels
    };

    QAbstractItemView* m_view;
    QPointer<QHeaderView> m_header;
    QString m_key;
    std::map<int, int> m_fitting; ///< pixels by column
    std::map<int, Share> m_shares;
    bool m_quiet = false;
    bool m_chosen = false;
};

} // namespace vitrine::gui
